import type { PrivacyText } from "./privacy-page.ts";

/** The page in English; its Vietnamese twin says the same, point by point. */
export const english = ({
  contact,
  hosts,
  oneMachine,
}: PrivacyText) => `<p>This page is about every survey made with Lắng Nghe: what we know, what we cannot know, what we cannot protect you from, and how you can check.</p>
<div class="note"><p><strong>In short:</strong> no name, telephone number, network address or time of sending is stored beside an answer. Taking part is voluntary; you may skip questions and stop at any time. Whether or not you answer has no effect on the services you receive.</p></div>
${
  oneMachine
    ? `<div class="note"><p><strong>This is a trial on one machine.</strong> What is said below of three separate places is true only where they are on three machines, kept by different people. Here, whoever keeps the machine holds all three. Please do not give true answers that could harm you.</p></div>`
    : ""
}

<h2>If you were invited with a code of your own</h2>
<p>We know who was invited and who took a token. We do not store anything that ties an answer to a person. There are three places, and none knows both:</p>
<dl>
<dt>The issuer</dt><dd>Keeps the list of invitations. It signs your token while it is covered, as one signs a sealed envelope: the signature goes through, the content is not seen. It receives no answer, and does not know whether you have sent one.</dd>
<dt>The collector</dt><dd>Sees a token with a true signature and a locked parcel. It has no list of invitations, cannot open the parcel, and records neither network address nor time.</dd>
<dt>The institution’s office</dt><dd>Gets parcels that were shuffled, at least 20 at a time, and opens them. It does not know whose they are or when they came. Some surveys are opened only after their close, by two of three key holders together; the answer page then says so.</dd>
</dl>
<p>Your device sends at a random time, 2 to 48 hours after you finish, so that nobody can tell you by the moment your answers arrive. You may choose to send at once. Then somebody who watches both places at the same time can guess more easily.</p>

<h2>What travels with your answers</h2>
<p>Only this, and nothing else:</p>
<ul>
<li>which version of the questionnaire it was, and in which language you read it;</li>
<li>what you agreed to (without a name);</li>
<li>the number of a design group: area, cluster and size of weight. Every group has at least 20 invited people. The answer page shows you yours before you send. It is needed to work out the error of the results;</li>
<li>a trace of your withdrawal key, not the key itself.</li>
</ul>
<p>Not with them: your name, telephone number, invitation code, network address, time, kind of device, position, or your village or commune unless the questionnaire asks for it.</p>

<h2>If you answer by an open link</h2>
<p>Anyone with the link can answer, so we do not know who was asked or who answered. But this way is weaker: answers reach the server when you send them, and are not locked on their own. We record no time and no network address, keep only the day, and forget even that where a day has fewer than 20 answers. Still, whoever runs the server could, by watching on purpose at that very moment, see the answers that just arrived. Results of an open link do not speak for everybody either, and what is published always says so.</p>

<h2>What we cannot protect you from</h2>
<ul>
<li>someone watching your screen, or making you answer in front of them. Answer when you are alone; if you are made to, choose “prefer not to say”, or withdraw afterwards;</li>
<li>your network provider: it sees that your device visited this page, though not what you wrote;</li>
<li>details you write about yourself in open questions: please write no names, telephone numbers, or things that are true of one person only;</li>
<li>software that spies on your phone, or a page that was tampered with before anyone could check;</li>
<li>the same person holding all three places above: ask who keeps each. A survey that is done properly can name them;</li>
<li>very small places and rare traits: no figure that rests on too few people is published, but neighbours can still guess.</li>
</ul>

<h2>How you can check</h2>
<dl>
<dt>One key for everybody</dt><dd>The answer page works only with one key for the whole wave, written in a <a href="${hosts.issuer}/log/">public log</a> before the first invitation. If somebody hands you a key of your own, the page stops and says so.</dd>
<dt>An outside witness</dt><dd>If there is a witness (another authority, a university), it signs that log. The answer page says whether there is one, and who. Without a witness you have the institution’s word only.</dd>
<dt>Receipt</dt><dd>After sending, your device keeps a receipt. Once your batch has moved on, the receipt shows that your answers are counted: its mark is in the <a href="${hosts.collector}/log/">collector’s log</a>. It shows nobody what you answered, even if you show it to them. It does show that one of the answers is yours; if that alone is dangerous, delete it.</dd>
<dt>Counts</dt><dd>At the close the issuer publishes how many tokens it gave out in each group, the collector how many answers it took. More taken than given out means fraud, and anyone can see it.</dd>
<dt>Source code</dt><dd>The system’s source code is open; someone you trust can read it for you.</dd>
<dt>Nothing hidden</dt><dd>This page and the answer page load nothing from elsewhere, set no cookie, and carry no trackers.</dd>
</dl>

<h2>Your rights</h2>
<dl>
<dt>Not to answer, to skip, to stop</dt><dd>A sensitive question always leaves a way not to answer. Answers not sent yet lie on your device and can be deleted at the foot of the page.</dd>
<dt>To withdraw after sending</dt><dd>After sending you are given a withdrawal key. Until the survey is closed and its data are frozen, <a href="${hosts.office}/withdraw/en">type it here</a> and your answers are deleted. You need give no reason.</dd>
<dt>Why not afterwards</dt><dd>At the freeze answers are shuffled and every trace of the keys is erased. From then on nobody, we included, knows which row is yours. Nobody can find it to delete it; nor can anybody find it to ask what you said. The same holds if the key is lost.</dd>
<dt>No more invitations</dt><dd>Tell the institution; you will not be invited to any later survey. There are at most three reminders, and only to people who have not taken a token.</dd>
<dt>To see, correct, erase, object, restrict</dt><dd>For the list of invitations (name, contact): write to the institution that invites; it replies within 2 working days. For answers: we do not know which answers are whose, so we can neither show nor correct them; only the withdrawal key finds them.</dd>
<dt>Time limits</dt><dd>The list of invitations and the codes are deleted on the day stated in the wave’s manifest, usually 30 days after the close. Answers are deleted on the day stated for each survey. Each deletion is certified.</dd>
</dl>

<h2>Contact</h2>
${contact}
<p>Legal basis: Viet Nam’s Personal Data Protection Law 91/2025/QH15 and Decree 356/2025/ND-CP.</p>`;
