// Writes docs/problems.md from the catalogue of problems and from what stands here: when each occurs, and what to do.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type ProblemCode, problems } from "../packages/contract/src/problems.ts";

type Guide = { when: string; act: string };

/** A code without an entry does not compile. */
const guides: Record<ProblemCode, Guide> = {
  "platform.not-found": {
    when: "The address does not exist, the item was deleted, or a survey has no published questionnaire yet.",
    act: "Check the address, or go back to the list. A respondent who meets this has a mistyped link: send the link from the collection page again.",
  },
  "platform.bad-request": {
    when: "A request does not have the shape that the API description at /api/ gives; `place` says where.",
    act: "Correct the named place. If the console itself sent it, reload the page: it may be older than the server.",
  },
  "platform.too-large": {
    when: "An upload is over 60 MB, a form over 10 MB, or a request without a file over 1 MB.",
    act: "Remove what is not needed (pictures, empty sheets), or save as .csv. The command line reads larger .sav files.",
  },
  "platform.too-many-requests": {
    when: "Somebody tries passwords or one-time links more than 10 times a minute from one address, or more than 2,000 sets of answers wait for the database.",
    act: "Wait. The answer page waits and sends again by itself; nothing on the respondent's device is lost. If intake says this for long, look at the disk and the database.",
  },
  "platform.internal": {
    when: "The server met a fault of its own. It wrote one line about it to its output, without any part of an answer.",
    act: "Try again. If it comes back, keep that line and report it together with the version.",
  },
  "platform.outgoing-refused": {
    when: "This host was to ask another one that its settings do not name (OFFICE_URL, ISSUER_URL, COLLECTOR_URL, a wave's witness), without HTTPS, or under a public name that leads inside a network.",
    act: "Check the address. A host inside your network is named by its address or by a name ending in .internal, .home.arpa or .local; every other one has HTTPS and a public address.",
  },
  "platform.outgoing-failed": {
    when: "Another host did not answer within 5 seconds, sent the caller elsewhere (redirects are not followed), said more than 5 MB, or cannot be found; `reason` says which.",
    act: "Look whether the other host runs and is reached from this one under exactly the address in the settings, then try again.",
  },
  "platform.disk-full": {
    when: "Less than 200 MB, or less than 2 % of the disk, is left where the data folder lies.",
    act: "Make room: see “The disk fills” in docs/operations.md. Intake goes on by itself a few seconds later, and answers kept on devices arrive then.",
  },
  "platform.cross-site": {
    when: "A request that changes something came without the header `x-requested-with: lang-nghe`.",
    act: "In a program of your own, send the header. In a browser, somebody else's page tried to act in your name: nothing was done.",
  },
  "accounts.signed-out": {
    when: "There is no session, or it ended after 10 hours, a change of password or the closing of the account.",
    act: "Sign in. What was typed into long forms of the console is still there.",
  },
  "accounts.not-allowed": {
    when: "The person's role lacks the permission named.",
    act: "Ask an administrator to do it or to change the role under “Staff”.",
  },
  "accounts.wrong-password": {
    when: "The name or the password is wrong, or the account is closed. Which of them is not told on purpose.",
    act: "Try again, also without capital letters in the name. An administrator can make a new one-time link under “Staff”.",
  },
  "accounts.setup-done": {
    when: "A link for the first administrator was opened when there already is one.",
    act: "Sign in. If nobody knows the first administrator, find out who used the link before anything else.",
  },
  "accounts.bad-token": {
    when: "A one-time link was used, was replaced by a newer one, is older than 72 hours, or was not copied whole.",
    act: "For the first administrator: restart the system, it prints a new link. For others: “Make a new link” under “Staff”.",
  },
  "accounts.username-taken": {
    when: "A new member of staff was given a name that another has, be it in other capitals.",
    act: "Choose another name.",
  },
  "accounts.last-administrator": {
    when: "The last active administrator would be closed or given another role.",
    act: "Make somebody else an administrator first.",
  },
  "files.unreadable": {
    when: "An uploaded file is broken, empty, protected by a password, in an old format, larger inside than allowed, or not what its name says; `reason` says which and where.",
    act: "Follow the reason: most often open the file in a spreadsheet and save it as .xlsx or as .csv (UTF-8). Nothing of it was kept.",
  },
  "fieldwork.team": {
    when: "A team is stated in which an interviewer names no supervisor of it, somebody stands twice or lacks the role (interviewer, field supervisor), or from which somebody with assignments in hand is left out.",
    act: "Give the role first, name a supervisor for each interviewer, and take the assignments back before somebody leaves.",
  },
  "fieldwork.no-sample": {
    when: "Assignments are to be made and no draw of the study was taken into use.",
    act: "Draw a sample and take it into use; then make the assignments.",
  },
  "fieldwork.not-in-team": {
    when: "Assignments are handed to somebody who is not an interviewer of the study's team.",
    act: "Add the person to the team, or choose somebody else.",
  },
  "fieldwork.in-the-field": {
    when: "Assignments are handed over that a telephone has fetched, that have ended or were closed. None of the selection was handed over.",
    act: "Take them back with a reason, one by one; what the first telephone still sends then waits in quarantine and counts nowhere twice.",
  },
  "fieldwork.wrong-state": {
    when: "Something is accepted, returned, taken back or closed that is not in a state for it.",
    act: "Reload the list: somebody else, or a telephone, was faster.",
  },
  "fieldwork.code": {
    when: "A telephone enrols with a code that is wrong, was used, or is older than an hour.",
    act: "Let the supervisor make a new code on the page of telephones and scan it at once.",
  },
  "fieldwork.no-phone": {
    when: "Somebody signed in at the console asks for what only an enrolled telephone reaches.",
    act: "Enrol the telephone: the supervisor shows a code on the page of telephones.",
  },
  "fieldwork.remark-needed": {
    when: "An assignment is returned, closed, or taken back from a telephone without a reason.",
    act: "Write in a sentence why. The interviewer reads it.",
  },
  "collaborators.dates": {
    when: "An appointment or a tariff is given a last day before its first.",
    act: "Mend the days.",
  },
  "collaborators.account-taken": {
    when: "A collaborator is tied to an account that another one in the roster is tied to.",
    act: "Choose the person's own account, or untie the other first.",
  },
  "collaborators.already-used": {
    when: "Something is changed or deleted on which a mark, a certificate, a commendation or a payment rests.",
    act: "Leave it, and enter anew what is different; state the last day of an appointment or a tariff instead of deleting it.",
  },
  "collaborators.test": {
    when: "A test's right answer is no choice of its question, its pass mark is above the number of questions, or an answer sheet has more answers than the test.",
    act: "Mend the question, the pass mark or the answers.",
  },
  "collaborators.tariff-overlap": {
    when: "Two tariffs of one kind of work would hold on one day.",
    act: "State the last day of the earlier one first.",
  },
  "collaborators.draft-open": {
    when: "A pay sheet is begun while another is not signed.",
    act: "Sign the draft or delete it.",
  },
  "collaborators.signed": {
    when: "A signed pay sheet is signed again, deleted or changed.",
    act: "Enter a correction in the next sheet.",
  },
  "collaborators.correction": {
    when: "A correction is of a sheet that is not signed, goes into one that is, or is nought.",
    act: "Choose the signed sheet that was wrong, and enter the correction in the draft.",
  },
  "collaborators.no-tariff": {
    when: "A pay sheet is to be signed that has work on days without a tariff.",
    act: "Add a tariff for those days; the sheet names them.",
  },
  "studies.wrong-state": {
    when: "A step was asked for out of order: opening a frozen study, closing one that is not open.",
    act: "Look at the overview of the study: it names the next step. Frozen data cannot be opened again.",
  },
  "studies.has-answers": {
    when: "A study that was opened for answers should be deleted, or the way respondents are chosen changed.",
    act: "Leave it. Set a retention date: the answers are deleted after it. For another design begin another study.",
  },
  "studies.has-releases": {
    when: "A study made from a file should be deleted while releases rest on it.",
    act: "Delete its drafts first. What was published stays, and so does its study.",
  },
  "studies.unknown-example": {
    when: "An example was asked for that this version does not have in its folder examples.",
    act: "Choose one from the list on the first page of the console.",
  },
  "questionnaires.invalid-form": {
    when: "An uploaded XLSForm has faults. The reply lists each with sheet, row, column and mend.",
    act: "Mend the file and upload it again; the earlier draft is still there. docs/xlsform.md lists what is taken and what is refused.",
  },
  "questionnaires.no-draft": {
    when: "A version should be published, or a draft's file downloaded, when there is no draft.",
    act: "Upload a form or start from a template.",
  },
  "questionnaires.no-version": {
    when: "A version was asked for that does not exist, or a study should open before any version is published.",
    act: "Publish a version on the page “Questionnaire”.",
  },
  "questionnaires.unknown-template": {
    when: "A template was asked for that this version does not have.",
    act: "Choose one from the list on the page “Questionnaire”.",
  },
  "responses.work-needed": {
    when: "An open link asks devices for a little work before each answer, and the proof of it is missing, older than 15 minutes, of another survey, wrong, or was used for another answer.",
    act: "The answer page does the work and sends again by itself. A program of your own asks GET /a/<name>/challenge first. A study lead can set how much work there is, or none, on the collection page.",
  },
  "responses.not-open": {
    when: "Answers arrive at a survey that is not open yet or is closed.",
    act: "Nothing can be done for a closed survey: its data are frozen. A set that was already accepted is still confirmed when it is sent again.",
  },
  "responses.conflict": {
    when: "A set of answers arrives under an id that the server already holds with other content. The first stays.",
    act: "Nothing. The answer page tells the respondent. If it happens often, some program invents ids: ids must be random.",
  },
  "responses.not-allowed": {
    when: "The server checked a set with the same engine as the page and found answers that the questionnaire does not allow; `places` names the questions, never the answers.",
    act: "People on the real page cannot come here. If they do, report the questionnaire's version and the places.",
  },
  "responses.wrong-version": {
    when: "A newer version of the questionnaire was published while the person was answering.",
    act: "The respondent reloads and continues. Publish new versions of an open survey rarely and at quiet hours.",
  },
  "responses.refused-columns": {
    when: "A file to be imported has columns that point at people (names, phones, ID numbers, e-mails, profile addresses, exact places) or holds posts or comments.",
    act: "Delete those columns in a copy of the file and upload the copy. Nothing of the refused file was kept. docs/the-line.md says why.",
  },
  "responses.bad-plan": {
    when: "The plan of an import does not fit the file: an unknown column, text where numbers are needed, a weight that is missing or negative.",
    act: "Go back to the table of columns and change the part or kind of the column named.",
  },
  "responses.no-import": {
    when: "An uploaded file waited more than an hour for its plan, or the server was restarted.",
    act: "Upload the file again.",
  },
  "units.code-taken": {
    when: "A unit was to get a code that another unit has on the same days.",
    act: "End the other unit first, or correct the code. A unit that ended may lend its code to a new one.",
  },
  "units.refused-change": {
    when: "A rename, merger, division, move or end contradicts the tree: a unit is not valid on that day, or others still lie in it.",
    act: "Look at the unit's days and at what lies in it; move what would be left over first.",
  },
  "units.focal": {
    when: "The focal person of a unit was written with a telephone number, an e-mail or a page.",
    act: "Write the role or the office. How to reach people is not kept here.",
  },
  "units.rows": {
    when: "A file of units, of the crosswalk, of a frame or of population counts has wrong rows: missing or double codes, days that are none, sizes of zero, names that are no unit.",
    act: "`details.faults` names the first 50 by row and column. Correct them in the file and upload it again; nothing of it was stored.",
  },
  "units.not-newest": {
    when: "Somebody undoes an act on the tree that others came after.",
    act: "Undo the later ones first, newest first, or write the change down again the other way round.",
  },
  "units.in-use": {
    when: "A unit, frame or set of counts is to go that staff, a frame, counts or a sample rest on.",
    act: "Remove what rests on it first, or leave it: a unit can end on a day instead.",
  },
  "units.no-accounts": {
    when: "A member of staff was to be placed in a unit of police, state security, army or party discipline; or a unit with staff was to become one.",
    act: "Nothing: such units are in the tree so that nobody takes them for others, and have no accounts (docs/the-line.md).",
  },
  "units.frame-columns": {
    when: "A frame has columns that point at people, two columns with one part, or a column of places with more than 50,000 names.",
    act: "Leave the column out, or choose other parts. Names and telephones belong on the issuer's roster, never in a frame.",
  },
  "sampling.design": {
    when: "A sample cannot be drawn as designed: a stratum too small, a size of zero, a name in two spellings, a column that is not there.",
    act: "The reply names each stratum, column and row with its mend. Mend the frame (upload it again) or the design; nothing was drawn.",
  },
  "sampling.plan": {
    when: "Precision, interviews or money cannot be reached under the assumptions given, or one of them is no possible value.",
    act: "The sentence names the value. Change it, or ask for a wider margin.",
  },
  "sampling.drawing": {
    when: "A draw of a study is asked for while another one is under way.",
    act: "Wait until it is done; it then stands in the list of draws.",
  },
  "sampling.in-use": {
    when: "Another draw is to be taken into use after the study has been opened, or after units of the reserve were released.",
    act: "Nothing: people are being asked by the sample in use. A mistake is told on the methods page, not drawn over.",
  },
  "sampling.not-in-use": {
    when: "Units of a reserve are to be released in a study that has no sample in use.",
    act: "Take one of its draws into use first.",
  },
  "sampling.release": {
    when: "A replicate of the reserve is to be released out of turn, or while the interviews still expected reach the target.",
    act: "Wait for outcomes, or release the next replicate whole. A reserve never replaces a unit that was hard to reach.",
  },
  "weighting.margins": {
    when: "Margins cannot hold: an unknown variable or level, a level that nobody or too few answered, shares that do not add up, totals that disagree.",
    act: "The reply lists each problem with its mend. Most often: merge the empty level with a neighbour, in the margins and as a derived variable.",
  },
  "weighting.not-converged": {
    when: "Raking went round as often as allowed and the margins still do not hold together.",
    act: "Merge small levels or leave out a margin. Two margins may contradict one another for these respondents.",
  },
  "dictionary.unknown-variable": {
    when: "A table, step or live view names a variable that the study does not have (any more).",
    act: "Choose one from “Variables”. Addresses kept from before a step was removed lead here: put the step back with “Undo”.",
  },
  "dictionary.not-frozen": {
    when: "Variables, tables, weights or releases were asked for while the survey is being prepared or is open.",
    act: "Close and freeze the wave on the page “Collection”. docs/methodology/live-figures.md says why there are no cross tables before.",
  },
  "dictionary.bad-derivation": {
    when: "A derived variable does not fit its source: a taken name, cuts that do not ascend, levels that do not exist.",
    act: "Follow the reason.",
  },
  "dictionary.step-in-use": {
    when: "A step should be removed on which other steps rest.",
    act: "Remove those first, the last one first.",
  },
  "tabulation.not-shown": {
    when: "A table was asked for of an open text, or divided by something that has no levels.",
    act: "For numbers make bands on the page “Variables”. Open answers are stored and counted, but no screen shows them: redaction and coding do not exist yet.",
  },
  "releases.wrong-state": {
    when: "A published release should be changed, or a draft be published that nobody submitted for review.",
    act: "A published release can only be withdrawn. To correct one, withdraw it and begin a new one from it.",
  },
  "releases.empty": {
    when: "A release without a Vietnamese headline or without a table was submitted.",
    act: "Write the headline and add a table; the checklist beside the draft names what is missing.",
  },
  "accounts.conflicting-duties": {
    when: "A role was to be given to someone who then could handle contacts and read answers of the same study.",
    act: "Give it to another person, or take the other role away first. There is no override.",
  },
  "accounts.unknown-study": {
    when: "A role was to be given for a study that does not exist, or was deleted meanwhile.",
    act: "Load the list of studies again.",
  },
  "accounts.unknown-unit": {
    when: "A role was to be given for a unit; this house has no units.",
    act: "Give the role for the house or for one study.",
  },
  "accounts.house-only": {
    when: "A role that concerns the whole house (administrator, auditor) was to be given for one study.",
    act: "Give it for the house.",
  },
  "accounts.own-roles": {
    when: "Somebody changed their own roles while there are other people with accounts.",
    act: "Another administrator does it.",
  },
  "accounts.weak-password": {
    when: "A password is on the list of common ones, repeats itself, or is made of the person's own names.",
    act: "Take a long sentence that only you would think of.",
  },
  "accounts.factor-needed": {
    when: "A person without a second factor went on to a page that needs one.",
    act: "Set up a passkey or an authenticator app on the page that opens.",
  },
  "accounts.wrong-code": {
    when: "A code of an authenticator app or a recovery code was wrong, too old, or used before.",
    act: "Wait for the next code. If it never fits, set the phone's clock to automatic. A lost phone: use a recovery code, or ask an administrator for a new link.",
  },
  "accounts.wrong-passkey": {
    when: "The browser's answer did not fit a passkey that the person registered at this address.",
    act: "Try again, or sign in with a code. Passkeys belong to one address: after a change of PUBLIC_URL they are registered anew.",
  },
  "accounts.last-factor": {
    when: "Somebody removed their only second factor.",
    act: "Add another first.",
  },
  "disclosure.looser": {
    when: "A limit of the disclosure policy was to be set below the one built in.",
    act: "Limits can be made stricter only.",
  },
  "disclosure.budget-set": {
    when: "A privacy budget was to be set or changed after the study had been opened.",
    act: "It stays as it is; a new wave can have a budget of its own.",
  },
  "disclosure.no-budget": {
    when: "Noisy counts were asked of a study that did not switch them on while it was designed.",
    act: "Use ordinary tables; they pass the gate.",
  },
  "disclosure.budget-spent": {
    when: "A noisy count would cost more than what is left of the study's privacy budget.",
    act: "Ask with a smaller ε, or do without. Counts drawn already stay available.",
  },
  "disclosure.too-little-noise": {
    when: "Noisy counts were asked for with so much ε that their noise would not hide the smallest cell of the disclosure policy.",
    act: "Choose a smaller ε: the page offers those that will do.",
  },
  "disclosure.not-one-answer-each": {
    when: "Noisy counts were to be switched on or asked in a study with an open link or an imported file, or in one whose wave raised the alarm of more answers than tokens.",
    act: "Use ordinary tables. The noise is worked out for one answer a person; with several the promise would be false.",
  },
  "disclosure.demographic-budget": {
    when: "A form was to be published, a study opened or a wave offered, with questions about the person that together divide people into groups too small to hide in: more than 1 % of people in groups of fewer than 20 expected people, or of fewer than 3 expected invited.",
    act: "Take one of the coarsenings that the page “Who could be recognised” offers (docs/methodology/disclosure.md). Where there are reasons not to, the data-protection officer can let this one form through, with the reason on record.",
  },
  "disclosure.no-exception": {
    when: "A form was to be let through that nothing holds back, or a study without a form.",
    act: "Nothing: it can be published. Reload the page to see how it stands now.",
  },
  "disclosure.budget-question": {
    when: "A demographic budget was asked about a question the form does not have or that has no levels to count, with shares for levels that do not exist, or with shares that are all nought.",
    act: "Name questions of one choice or numbers, and give their levels by the names that stand in the form.",
  },
  "releases.same-person": {
    when: "The person who wrote at a release tried to publish it.",
    act: "Another report signer publishes it.",
  },
  "rights.contact-in-text": {
    when: "A note of a request or incident holds a telephone number or an e-mail address.",
    act: "Write the number of the letter; keep names and contacts in your register of letters.",
  },
  "rights.too-long": {
    when: "The time for a request was extended twice, or by more days than the law allows for its kind.",
    act: "Reply within the time given, and say in the reply what is still open.",
  },
  "rights.late-reason": {
    when: "A notification of an incident was recorded more than 72 hours after it was noticed, without a reason.",
    act: "Give the reason; it becomes part of the record.",
  },
  "rights.unknown-field": {
    when: "An assessment was saved with a field that people do not fill, or that does not exist.",
    act: "Load the page again.",
  },
  "invitations.bad-offer": {
    when: "What was given as a wave's offer has another shape, or the address is not the one under which offers lie; `reason` says which.",
    act: "Take the address from the wave's page at the office, or save the file offer.json there again without opening it in an editor.",
  },
  "invitations.not-the-office": {
    when: "The offer's signature does not hold, it names another office than OFFICE_URL, the office's log has another key, or its log does not hold the offer.",
    act: "Take the offer from the office's own page. If it comes from there, compare OFFICE_URL with the office's address, and ask the office whether its log key was changed.",
  },
  "invitations.office-silent": {
    when: "An offer came as a file while the office did not answer, and the office is still silent when the manifest is to be published.",
    act: "Look whether the office runs and is reached under OFFICE_URL, then publish again.",
  },
  "invitations.other-issuer": {
    when: "The offer was made for an issuer at another address.",
    act: "Set ISSUER_URL at the office (and PUBLIC_URL here) to the same address. An offer cannot be changed: a new study is needed.",
  },
  "invitations.known-offer": {
    when: "This study's offer was taken in before, or another wave has the same slug.",
    act: "Open the wave in the list. An offer without a manifest can be discarded there first.",
  },
  "invitations.offer-past": {
    when: "The last day of the offered wave is over.",
    act: "Ask the office for a wave with later days.",
  },
  "invitations.no-wave": {
    when: "No wave with this address or number was taken in here, or its manifest is not published yet.",
    act: "Check the address. A respondent with a mistyped link types the code on the page the letter names.",
  },
  "invitations.roster": {
    when: "A roster has missing columns, wrong telephone numbers, e-mails, languages or weights, or the same person twice. `faults` lists the first 50 places.",
    act: "Mend the named cells in the spreadsheet and upload the whole file again: nothing of it was kept.",
  },
  "invitations.published": {
    when: "Roster, cells or offer were to change after the manifest was published.",
    act: "Nothing can be done, on purpose: tokens name the manifest. A person can still opt out, be erased or get a new code.",
  },
  "invitations.not-published": {
    when: "Letters, messages, mail or codes were asked for before the manifest.",
    act: "Look at the design cells and publish the manifest first.",
  },
  "invitations.no-roster": {
    when: "The manifest was to be published without anybody to invite.",
    act: "Upload the roster.",
  },
  "invitations.stratum-too-small": {
    when: "A stratum has fewer than 20 people: its cells would point at few.",
    act: "Name for each of them the stratum it is put together with, on the page of the design cells; ask the methodologist which.",
  },
  "invitations.cells-changed": {
    when: "Somebody changed the roster or the joins while the cells were on the screen.",
    act: "Look at the cells again and confirm.",
  },
  "invitations.no-sender": {
    when: "The wave does not say yet who asks.",
    act: "Fill in the institution's name and a telephone number or e-mail address for questions.",
  },
  "invitations.preparing": {
    when: "Typed codes are hashed slowly, in the background; letters wait until everybody has one.",
    act: "Wait: the wave's page counts along. A roster of 10,000 takes about a minute.",
  },
  "invitations.unknown-code": {
    when: "A code was sent that no invitation of this wave has, or that was made void by a new one.",
    act: "The person types it again. The contacts officer finds them in the roster and makes a new code.",
  },
  "invitations.used-code": {
    when: "A code came with another blinded message than the one that was signed for it.",
    act: "The person goes on where they began: the same device and browser, or their recovery file. There is no second token, on purpose.",
  },
  "invitations.unknown-pool": {
    when: "An interviewer's telephone asked for blind signatures with the secret of a pool that does not exist, was revoked, or is of another wave.",
    act: "Make a new pool for the telephone. Tokens that it holds already stay good.",
  },
  "invitations.no-pool": {
    when: "A pool was to be revoked that the wave does not have.",
    act: "Load the page again.",
  },
  "invitations.too-many-pools": {
    when: "More than 9,999 pools were asked for in one wave.",
    act: "Make fewer and larger pools.",
  },
  "invitations.bad-blinded": {
    when: "The blinded message has another length than the wave's key, or is 0, 1, n − 1 or not below n.",
    act: "A program of your own sends it wrongly. On a phone: load the page again; the code was not used.",
  },
  "invitations.not-yet": {
    when: "A token was asked for before the wave's first day.",
    act: "Wait for the day; the code is untouched.",
  },
  "invitations.closed": {
    when: "The wave's last day is over: its key is deleted.",
    act: "Nothing: tokens taken before can be sent for 72 hours more.",
  },
  "invitations.not-closed": {
    when: "counts.json was asked for while the wave runs.",
    act: "Wait for the close. The office asks again by itself.",
  },
  "invitations.taken": {
    when: "A new code was asked for somebody whose token is taken.",
    act: "Tell the person to go on on the device on which they began.",
  },
  "invitations.no-person": {
    when: "The person is not in this wave's roster, or was deleted.",
    act: "Go back to the list.",
  },
  "invitations.no-contact": {
    when: "What was given as a contact to leave alone is neither a telephone number nor an e-mail address.",
    act: "Correct it.",
  },
  "invitations.no-round": {
    when: "Letters, messages or mail were asked for before a round was begun.",
    act: "Begin the round of invitations.",
  },
  "invitations.rounds-over": {
    when: "Three reminders were begun already.",
    act: "Leave people in peace.",
  },
  "invitations.round-too-soon": {
    when: "A round began less than three days ago.",
    act: "Wait until the named day: people need time to answer.",
  },
  "invitations.mailed": {
    when: "The mail of this round was queued already.",
    act: "Look at the counts; what did not go out is tried again by itself.",
  },
  "invitations.no-mail": {
    when: "Mail was to be sent without SMTP_URL.",
    act: "Set SMTP_URL and SMTP_FROM and start the issuer again, or print letters and send messages.",
  },
  "deposits.unknown-wave": {
    when: "A device sends to a wave whose manifest the collector could not fetch from the issuer (ISSUER_URL), or that names another collector.",
    act: "Look whether the issuer has published the wave's manifest and is reached from the collector. Devices try again by themselves.",
  },
  "deposits.not-yet": {
    when: "A sealed answer comes before the first day of its wave.",
    act: "Nothing: the device keeps it and sends it when the wave has begun.",
  },
  "deposits.closed": {
    when: "A sealed answer comes more than 72 hours after the last day of its wave.",
    act: "Nothing can be added any more: the wave's counts are published. Ask for longer the next time.",
  },
  "deposits.refused": {
    when: "A token is not signed with the wave's key, is of another wave or manifest, or is not a token; `reason` says which. Refusals are counted by reason and published when the wave closes.",
    act: "One or two are damaged devices. Many are somebody trying: nothing of theirs was kept or counted as an answer.",
  },
  "deposits.spent": {
    when: "A token comes a second time with another sealed answer.",
    act: "Nothing: the first answer counts. The same answer sent twice is not refused.",
  },
  "deposits.not-the-office": {
    when: "A batch was asked for without the signature of the office named in the wave's manifest, or with one of another day.",
    act: "Check the clocks of both hosts, and that the office still has the log key (DATA_DIR/log-key) with which it offered the wave.",
  },
  "waves.protection-fixed": {
    when: "Somebody tried to change between open link and invitations, or between opening in batches and sealed, after the wave was offered or an answer came. The database refuses it over every path.",
    act: "Make a new study. People were promised what stands here, so it stays.",
  },
  "waves.by-invitation": {
    when: "A page or a program asked for the open link of a study that is answered by invitation.",
    act: "People use the link or code of their invitation, which leads to the issuer's address. Do not pass on the study's address.",
  },
  "waves.by-offer": {
    when: "A study by invitation was to be opened or closed as an open link is.",
    act: "Use the page “Wave” of the study: publishing the offer opens it, and closing it there makes sure that no batch is missing.",
  },
  "waves.not-by-invitation": {
    when: "A wave was asked for of a study with an open link or from a file.",
    act: "Choose invitations while the study is in design, or go on with the open link.",
  },
  "waves.days": {
    when: "The wave begins in the past, ends before it begins, or lasts longer than a year.",
    act: "Correct the days. Leave time for sending invitations: they go out after the issuer has published its manifest.",
  },
  "waves.already-offered": {
    when: "An offer was to be published for a study that has one. Two offers could tell people apart by which one they were given.",
    act: "Go on with the offer there is, or make a new study.",
  },
  "waves.not-offered": {
    when: "Something was asked about a wave that the office has not offered.",
    act: "Prepare the wave in the console and publish its offer.",
  },
  "waves.key-proof": {
    when: "A sealed wave was to be offered without the browser's proof that the typed shares open what is sealed to the key, or the proof is older than 30 minutes.",
    act: "Go through the key ceremony again. Throw away shares of earlier tries.",
  },
  "waves.not-complete": {
    when: "Sealed answers were to be opened, or the study frozen, before the collector had closed the wave and every batch was fetched.",
    act: "Wait for the time named, then choose “Fetch now”. If the collector does not answer, look at its host.",
  },
  "waves.wrong-key": {
    when: "The key that the browser put together is not the private half of the wave's tabulation key.",
    act: "Check that the shares are those of this study; each share's page names it.",
  },
  "waves.already-opened": {
    when: "The ceremony was to be repeated.",
    act: "Nothing is left to do: see the study's progress.",
  },
  "waves.not-opened": {
    when: "A sealed study was to be frozen before its answers were opened.",
    act: "Hold the opening ceremony with two key holders.",
  },
  "waves.host-disagrees": {
    when: "A manifest differs from the offer or is not in the issuer's log, a batch is not what the collector's log says, or the collector works with another manifest; `what` says which.",
    act: "Do not go on before you know why: software of different versions, a restored backup, or somebody's hand. Both logs are public and can be read at /log/.",
  },
  "waves.both-duties": {
    when: "Answers are fetched while a username of this office, with a role that reads answers of the study, is also that of a contacts officer of the study at the issuer.",
    act: "Give one of the two duties to somebody else. Where it is only the same name of two people, rename one: usernames are what hosts can compare.",
  },
  "transparency.no-entry": {
    when: "A proof was asked for an entry that the host's public log does not hold.",
    act: "Look at /log/ for the entry's number. A receipt enters the collector's log with its batch, a night or more after it was sent.",
  },
  "transparency.bad-note": {
    when: "What was posted to /log/cosignatures is no checkpoint that this log signed, or a cosignature in it does not hold.",
    act: "Fetch /log/checkpoint again and post it unchanged, with the witness's line after it; the command `witness` does so. Check the witness's clock.",
  },
  "transparency.unknown-checkpoint": {
    when: "A witness posted a checkpoint with a good signature of this log's key that this log never made.",
    act: "Keep it: the key was used elsewhere, or the database was set back (a backup was restored). Say publicly which; a new key is needed when it was copied.",
  },
  "transparency.unknown-witness": {
    when: "The cosigned checkpoint carries no line of a witness named in DATA_DIR/witnesses.",
    act: "The operator adds the witness's key (one line, printed when the key is made) to DATA_DIR/witnesses; no restart is needed.",
  },
  "transparency.broken": {
    when: "The log's entries are not those over which the last checkpoint was signed: rows were changed, or an older backup was restored.",
    act: "Run `lang-nghe check`, which names the entry. Do not mend it in silence: restore the newest backup, and tell the witnesses what happened.",
  },
};

const preface = `# Problems

Written by \`tools/problems.ts\` from \`packages/contract/src/problems.ts\`; do not edit by hand.

Every failed request is answered as RFC 9457 \`application/problem+json\`: \`type\` is \`/problems/<code>\`, an address that the server answers,
\`detail\` is the sentence below with its gaps filled, \`details\` holds what fills them. Vietnamese unless the request's
\`accept-language\` begins with \`en\`. No problem repeats what a respondent sent.
`;

/** The whole page docs/problems.md. */
export function problemsPage(): string {
  const sections = Object.entries(problems).map(([code, { status, vi, en }]) => {
    const { when, act } = guides[code as ProblemCode];
    return `## \`${code}\`\nHTTP ${status}\n\n> ${vi}\n>\n> ${en}\n\n**When:** ${when}\n\n**What to do:** ${act}\n`;
  });
  return `${preface}\n${sections.join("\n")}`;
}

if (import.meta.main) writeFileSync(join(import.meta.dirname, "../docs/problems.md"), problemsPage());
