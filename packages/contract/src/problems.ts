/**
 * Every failure a client can meet: code → HTTP status and what to do, in both languages of the interface.
 * Sent as RFC 9457 problem+json: {type: "/problems/<code>", title, status, detail, code, details}.
 * Each code has a section in docs/problems.md; a test holds the two together.
 * `{name}` in a sentence is filled from the problem's details.
 */
export const problems = {
  "platform.not-found": {
    status: 404,
    vi: "Không tìm thấy trang hoặc mục này.",
    en: "There is nothing at this address.",
  },
  "platform.bad-request": {
    status: 400,
    vi: "Yêu cầu chưa đúng ở {place}: {reason}.",
    en: "The request is not right at {place}: {reason}.",
  },
  "platform.too-large": {
    status: 413,
    vi: "Tệp hoặc nội dung vượt quá giới hạn {limit}.",
    en: "The file or text is over the limit of {limit}.",
  },
  "platform.too-many-requests": {
    status: 429,
    vi: "Quá nhiều yêu cầu; xin thử lại sau {seconds} giây.",
    en: "Too many requests; please try again in {seconds} seconds.",
  },
  "platform.internal": {
    status: 500,
    vi: "Hệ thống gặp lỗi; không có gì bị mất. Xin thử lại, rồi báo cho người quản trị.",
    en: "The system failed; nothing was lost. Please try again, then tell the administrator.",
  },
  "platform.disk-full": {
    status: 507,
    vi: "Đĩa sắp đầy: tạm ngừng nhận để không mất câu trả lời nào. Phiếu vẫn còn trên máy của quý vị; xin gửi lại sau.",
    en: "The disk is nearly full: intake is paused so that no answer is lost. Your answers stay on your device; please send them later.",
  },
  "platform.cross-site": {
    status: 403,
    vi: "Yêu cầu đến từ một trang khác nên bị từ chối. Xin mở hệ thống bằng đúng địa chỉ đã đặt (PUBLIC_URL).",
    en: "The request came from another site and was refused. Open the system by the address it was set up with (PUBLIC_URL).",
  },
  "platform.outgoing-refused": {
    status: 422,
    vi: "Hệ thống không kết nối tới {host}: {reason}. Chỉ những máy chủ có trong phần thiết lập mới được gọi.",
    en: "The system does not connect to {host}: {reason}. Only the hosts of its settings are called.",
  },
  "platform.outgoing-failed": {
    status: 502,
    vi: "Máy chủ {host} không trả lời như mong đợi: {reason}. Xin thử lại sau.",
    en: "The host {host} did not answer as it should: {reason}. Please try again later.",
  },
  "accounts.signed-out": { status: 401, vi: "Xin đăng nhập để tiếp tục.", en: "Please sign in to continue." },
  "accounts.not-allowed": {
    status: 403,
    vi: "Vai trò của ông/bà không có quyền này ({permission}).",
    en: "Your role does not allow this ({permission}).",
  },
  "accounts.wrong-password": {
    status: 401,
    vi: "Tên đăng nhập hoặc mật khẩu chưa đúng.",
    en: "The name or the password is not right.",
  },
  "accounts.setup-done": {
    status: 409,
    vi: "Hệ thống đã có người quản trị; xin đăng nhập.",
    en: "There is already an administrator; please sign in.",
  },
  "accounts.bad-token": {
    status: 403,
    vi: "Liên kết này không đúng hoặc đã dùng. Liên kết mới được in ra khi khởi động lại.",
    en: "This link is wrong or was used. A new one is printed when the system restarts.",
  },
  "accounts.username-taken": {
    status: 409,
    vi: "Tên đăng nhập {username} đã có người dùng.",
    en: "The name {username} is taken.",
  },
  "accounts.conflicting-duties": {
    status: 409,
    vi: "Vai trò “{wanted}” và “{existing}” không thể thuộc về một người trong {scope}: ai biết danh sách liên hệ thì không được xem câu trả lời, và ngược lại. Xin giao cho người khác, hoặc gỡ vai trò kia trước.",
    en: "“{wanted}” and “{existing}” cannot be one person in {scope}: whoever knows the contacts must not see the answers, and the other way round. Give it to someone else, or take the other role away first.",
  },
  "accounts.unknown-study": {
    status: 422,
    vi: "Không có cuộc điều tra này; vai trò chưa được giao.",
    en: "There is no such study; the role was not given.",
  },
  "accounts.unknown-unit": {
    status: 422,
    vi: "Hệ thống chưa có đơn vị nào; xin giao vai trò cho toàn cơ quan hoặc cho một cuộc điều tra.",
    en: "There are no units yet; give the role for the whole house or for one study.",
  },
  "accounts.house-only": {
    status: 422,
    vi: "Vai trò “{role}” chỉ giao được cho toàn cơ quan.",
    en: "“{role}” can be given for the whole house only.",
  },
  "accounts.own-roles": {
    status: 409,
    vi: "Không ai tự đổi vai trò của mình; xin nhờ một quản trị viên khác.",
    en: "Nobody changes their own roles; ask another administrator.",
  },
  "accounts.weak-password": {
    status: 422,
    vi: "Mật khẩu này quá dễ đoán: nó nằm trong các mật khẩu thường gặp, lặp lại, hoặc ghép từ tên của ông/bà. Một câu dài chỉ ông/bà nghĩ ra là tốt nhất.",
    en: "This password is too easy to guess: it is among the common ones, repeats itself, or is made of your names. A long sentence of your own is best.",
  },
  "accounts.factor-needed": {
    status: 403,
    vi: "Xin cài bước xác nhận thứ hai trước khi tiếp tục.",
    en: "Please set up the second step of sign-in before going on.",
  },
  "accounts.wrong-code": {
    status: 401,
    vi: "Mã chưa đúng, đã hết hạn hoặc đã dùng. Xin đợi mã kế tiếp rồi thử lại.",
    en: "The code is not right, has expired or was used. Wait for the next one and try again.",
  },
  "accounts.wrong-passkey": {
    status: 401,
    vi: "Khoá truy cập không được nhận. Xin thử lại, hoặc dùng cách khác.",
    en: "The passkey was not accepted. Try again, or use another way.",
  },
  "accounts.last-factor": {
    status: 409,
    vi: "Phải còn ít nhất một cách xác nhận; xin thêm cách khác trước khi bỏ cách này.",
    en: "At least one second factor must remain; add another before removing this one.",
  },
  "accounts.last-administrator": {
    status: 409,
    vi: "Phải còn ít nhất một người quản trị.",
    en: "At least one administrator must remain.",
  },
  "files.unreadable": {
    status: 422,
    vi: "Không đọc được tệp {file}: {reason}",
    en: "The file {file} cannot be read: {reason}",
  },
  "units.code-taken": {
    status: 409,
    vi: "Mã {unit} đang là mã của một đơn vị còn hiệu lực.",
    en: "The code {unit} belongs to a unit that is still valid.",
  },
  "units.refused-change": {
    status: 422,
    vi: "Chưa ghi được thay đổi này: {reason}",
    en: "This change cannot be written down: {reason}",
  },
  "units.focal": {
    status: 422,
    vi: "Đầu mối là một chức danh (ví dụ: Phó chủ tịch), không phải số điện thoại hay địa chỉ của ai.",
    en: "The focal person is a role (a deputy chair, say), not anybody's telephone or address.",
  },
  "units.rows": {
    status: 422,
    vi: "Tệp có {count} chỗ sai nên chưa có gì được lưu. Dòng {row}, cột {column}: {what}",
    en: "The file has {count} faults, so nothing was stored. Row {row}, column {column}: {what}",
  },
  "units.not-newest": {
    status: 409,
    vi: "Chỉ hoàn tác được việc mới nhất; xin hoàn tác những việc sau nó trước.",
    en: "Only the newest act can be undone; undo the later ones first.",
  },
  "units.in-use": {
    status: 409,
    vi: "Mục này đang được dùng (cán bộ, dàn mẫu, số dân hoặc mẫu đã rút), nên không bỏ được.",
    en: "This is in use (by staff, a frame, population counts or a sample drawn), so it cannot go.",
  },
  "units.no-accounts": {
    status: 422,
    vi: "Đơn vị loại này (công an, an ninh, quân đội, kiểm tra kỷ luật) không có tài khoản trong hệ thống.",
    en: "A unit of this kind (police, security, army, discipline) has no accounts in the system.",
  },
  "units.frame-columns": {
    status: 422,
    vi: "Chưa lưu được dàn mẫu: {reason}.",
    en: "The frame cannot be stored: {reason}.",
  },
  "sampling.design": {
    status: 422,
    vi: "Thiết kế này chưa rút được mẫu ({count} chỗ cần sửa), và chưa có gì được rút. {what}",
    en: "No sample can be drawn by this design ({count} to mend), and nothing was drawn. {what}",
  },
  "sampling.plan": {
    status: 422,
    vi: "Chưa tính được cỡ mẫu: {what}",
    en: "The sample size cannot be worked out: {what}",
  },
  "sampling.drawing": {
    status: 409,
    vi: "Cuộc điều tra này đang rút một mẫu; xin chờ mẫu ấy xong.",
    en: "A sample of this study is being drawn; wait until it is done.",
  },
  "sampling.in-use": {
    status: 409,
    vi: "Mẫu đang dùng không đổi được nữa: {what}.",
    en: "The sample in use cannot be changed any more: {what}.",
  },
  "sampling.not-in-use": {
    status: 409,
    vi: "Cuộc điều tra chưa đưa mẫu nào vào dùng, nên không có gì để bổ sung.",
    en: "The study has no sample in use, so that nothing can be released.",
  },
  "sampling.release": {
    status: 409,
    vi: "Quy tắc bổ sung mẫu dự bị chưa cho phép: {what}.",
    en: "The release rule does not allow this: {what}.",
  },
  "fieldwork.team": {
    status: 422,
    vi: "Đội thực địa chưa hợp lệ ở người có mã {staff}: mỗi điều tra viên cần một giám sát viên trong đội, ai cũng cần đúng vai trò, và ai còn phiếu trong tay thì chưa rời đội được.",
    en: "The team does not hold together at the person with id {staff}: an interviewer needs a supervisor in it, everybody the role for it, and whoever has assignments in hand cannot leave.",
  },
  "fieldwork.no-sample": {
    status: 409,
    vi: "Cuộc điều tra chưa đưa mẫu nào vào dùng, nên chưa có nơi nào để đến.",
    en: "The study has no sample in use: there is nowhere to go yet.",
  },
  "fieldwork.not-in-team": {
    status: 422,
    vi: "Người nhận không phải là điều tra viên của cuộc điều tra này.",
    en: "This person is no interviewer of the study.",
  },
  "fieldwork.in-the-field": {
    status: 409,
    vi: "Có {count} địa chỉ đã nằm trong máy của điều tra viên hoặc đã kết thúc: xin rút về kèm lý do trước, để không ai bị hỏi hai lần.",
    en: "{count} assignments are on an interviewer's telephone or have ended: take them back first, with a reason, so that nobody is asked twice.",
  },
  "fieldwork.wrong-state": {
    status: 409,
    vi: "Không làm được khi địa chỉ đang ở trạng thái “{state}”.",
    en: "This cannot be done while the assignment is “{state}”.",
  },
  "fieldwork.code": {
    status: 403,
    vi: "Mã ghép máy không đúng, đã dùng hoặc quá một giờ. Xin giám sát viên tạo mã mới.",
    en: "This code for a new telephone is wrong, used, or older than an hour. Please ask the supervisor for a new one.",
  },
  "fieldwork.no-phone": {
    status: 403,
    vi: "Chỉ máy đã ghép mới mở được phần này. Xin ghép máy bằng mã của giám sát viên.",
    en: "Only an enrolled telephone reaches this. Enrol it with the supervisor's code.",
  },
  "fieldwork.remark-needed": {
    status: 422,
    vi: "Việc này cần một lý do.",
    en: "This needs a reason.",
  },
  "collaborators.dates": {
    status: 422,
    vi: "Ngày cuối đứng trước ngày đầu.",
    en: "The last day comes before the first.",
  },
  "collaborators.account-taken": {
    status: 409,
    vi: "Tài khoản này đã gắn với một cộng tác viên khác.",
    en: "Another collaborator has this account already.",
  },
  "collaborators.already-used": {
    status: 409,
    vi: "Mục này đã có điểm, giấy chứng nhận hoặc khoản chi dựa vào, nên phần ấy không đổi và không xoá được.",
    en: "A mark, a certificate or a payment rests on this: that part can be neither changed nor deleted.",
  },
  "collaborators.test": {
    status: 422,
    vi: "Bài kiểm tra chưa khớp: mỗi đáp án phải là một lựa chọn của câu hỏi, và điểm đạt không quá số câu.",
    en: "The test does not hold together: each answer must be one of the question's choices, and the pass mark no more than the questions.",
  },
  "collaborators.tariff-overlap": {
    status: 409,
    vi: "Loại việc này đã có đơn giá trong những ngày ấy. Xin ghi ngày cuối cho đơn giá cũ trước.",
    en: "This kind of work has a tariff on these days already. State the last day of the earlier one first.",
  },
  "collaborators.draft-open": {
    status: 409,
    vi: "Còn một bảng chi chưa ký. Xin ký hoặc xoá bảng ấy trước.",
    en: "There is a pay sheet that is not signed. Sign or delete it first.",
  },
  "collaborators.signed": {
    status: 409,
    vi: "Bảng chi đã ký thì không đổi nữa; chỗ sai được điều chỉnh ở bảng sau.",
    en: "A signed pay sheet does not change any more; what was wrong is corrected in the next.",
  },
  "collaborators.correction": {
    status: 422,
    vi: "Điều chỉnh chỉ ghi vào bảng chưa ký, cho một bảng đã ký, và khác 0 đồng.",
    en: "A correction goes into a sheet not signed yet, is of a signed one, and is not nought.",
  },
  "collaborators.no-tariff": {
    status: 409,
    vi: "Có {count} việc chưa có đơn giá vào ngày làm. Xin thêm đơn giá rồi ký.",
    en: "{count} pieces of work have no tariff on their day. Add a tariff, then sign.",
  },
  "studies.wrong-state": {
    status: 409,
    vi: "Không làm được khi cuộc điều tra đang ở trạng thái “{state}”.",
    en: "This cannot be done while the study is “{state}”.",
  },
  "studies.has-answers": {
    status: 409,
    vi: "Đã có câu trả lời nên không đổi hoặc xoá được.",
    en: "Answers exist, so this cannot be changed or deleted.",
  },
  "studies.has-releases": {
    status: 409,
    vi: "Cuộc điều tra có bản công bố nên không xoá được; xin xoá các bản nháp trước. Bản đã công bố thì giữ lại.",
    en: "The study has releases and cannot be deleted; delete drafts first. What was published stays.",
  },
  "studies.unknown-example": { status: 404, vi: "Không có ví dụ {name}.", en: "There is no example {name}." },
  "questionnaires.invalid-form": {
    status: 422,
    vi: "Phiếu hỏi có {count} chỗ cần sửa; chưa có gì được lưu.",
    en: "The form has {count} places to mend; nothing was stored.",
  },
  "questionnaires.no-draft": { status: 409, vi: "Chưa có bản nháp phiếu hỏi.", en: "There is no draft questionnaire." },
  "questionnaires.no-version": { status: 404, vi: "Không có phiên bản này.", en: "There is no such version." },
  "questionnaires.unknown-template": { status: 404, vi: "Không có mẫu {name}.", en: "There is no template {name}." },
  "responses.work-needed": {
    status: 428,
    vi: "Máy của quý vị cần tính một bài toán nhỏ trước khi gửi, để không ai gửi hàng loạt. Trang phiếu tự làm việc này.",
    en: "Your device has a small sum to work out before it sends, so that nobody sends by the thousand. The page does so by itself.",
  },
  "responses.not-open": {
    status: 409,
    vi: "Cuộc điều tra này không nhận câu trả lời lúc này.",
    en: "This survey is not taking answers now.",
  },
  "responses.conflict": {
    status: 409,
    vi: "Phiếu này đã được gửi với nội dung khác; bản đầu tiên được giữ.",
    en: "This set was already sent with other content; the first one is kept.",
  },
  "responses.not-allowed": {
    status: 422,
    vi: "Có câu trả lời mà phiếu hỏi không cho phép: {places}.",
    en: "Some answers are not allowed by the questionnaire: {places}.",
  },
  "responses.wrong-version": {
    status: 409,
    vi: "Phiếu hỏi đã có phiên bản khác; xin tải lại trang. Câu trả lời vẫn còn trên máy.",
    en: "The questionnaire has another version; please reload. Your answers stay on the device.",
  },
  "responses.refused-columns": {
    status: 422,
    vi: "Tệp có cột chỉ ra người cụ thể hoặc bài đăng: {columns}. Xin bỏ các cột đó rồi tải lại; chưa có gì được lưu.",
    en: "The file has columns that point at people or are posts: {columns}. Remove them and upload again; nothing was stored.",
  },
  "responses.bad-plan": { status: 422, vi: "Cột {column}: {reason}", en: "Column {column}: {reason}" },
  "responses.no-import": {
    status: 404,
    vi: "Tệp này không còn trong hàng chờ; xin tải lại.",
    en: "This file is no longer waiting; please upload it again.",
  },
  "weighting.margins": { status: 422, vi: "Biên chưa dùng được: {first}", en: "The margins cannot hold: {first}" },
  "weighting.not-converged": {
    status: 422,
    vi: "Hiệu chỉnh chưa hội tụ sau {sweeps} vòng; còn lệch {distance}. Xin gộp bớt mức.",
    en: "Raking did not converge in {sweeps} sweeps; {distance} remains. Merge some levels.",
  },
  "dictionary.unknown-variable": {
    status: 404,
    vi: "Không có biến {variable}.",
    en: "There is no variable {variable}.",
  },
  "tabulation.not-shown": {
    status: 403,
    vi: "Biến {variable} không được lập bảng: {reason}",
    en: "Variable {variable} is not tabulated: {reason}",
  },
  "dictionary.not-frozen": {
    status: 409,
    vi: "Bảng chéo chỉ có khi đợt đã đóng và dữ liệu đã cố định.",
    en: "Cross tables exist once the wave is closed and its data frozen.",
  },
  "dictionary.bad-derivation": {
    status: 422,
    vi: "Không tạo được biến {name}: {reason}",
    en: "Variable {name} cannot be made: {reason}",
  },
  "dictionary.step-in-use": {
    status: 409,
    vi: "Bước này đang được dùng bởi {usedBy}; xin bỏ những mục đó trước.",
    en: "This step is used by {usedBy}; remove those first.",
  },
  "disclosure.looser": {
    status: 422,
    vi: "Giới hạn {limit} không được lỏng hơn {floor}.",
    en: "The limit {limit} may not be looser than {floor}.",
  },
  "disclosure.budget-set": {
    status: 409,
    vi: "Ngân sách riêng tư chỉ đặt và sửa được khi cuộc điều tra còn đang thiết kế.",
    en: "A privacy budget is set and changed only while the study is being designed.",
  },
  "disclosure.no-budget": {
    status: 409,
    vi: "Cuộc điều tra này không bật số đếm có nhiễu khi thiết kế.",
    en: "This study did not switch on noisy counts when it was designed.",
  },
  "disclosure.budget-spent": {
    status: 409,
    vi: "Ngân sách riêng tư chỉ còn ε = {remaining}; câu này cần {wanted}.",
    en: "Only ε = {remaining} of the privacy budget is left; this question needs {wanted}.",
  },
  "disclosure.too-little-noise": {
    status: 422,
    vi: "Với ε = {wanted}, nhiễu chỉ trong ±{within}: những nhóm dưới {least} người có thể lộ ra. Xin chọn ε nhỏ hơn.",
    en: "With ε = {wanted} the noise is within ±{within} only: groups of fewer than {least} could show through. Choose a smaller ε.",
  },
  "disclosure.not-one-answer-each": {
    status: 409,
    vi: "Số đếm có nhiễu chỉ giữ được lời hứa với từng người khi mỗi người có đúng một phiếu: điều tra theo thư mời, và số phiếu không nhiều hơn số thẻ đã phát.",
    en: "Noisy counts keep their promise to each person only where everybody has one answer: in a study by invitation, with no more answers than tokens issued.",
  },
  "disclosure.demographic-budget": {
    status: 422,
    vi: "Các câu về nhân thân ({variables}) chia người dân quá nhỏ: {percent} % số người rơi vào nhóm dự kiến dưới {least} {people}. {mend}",
    en: "The questions about the person ({variables}) cut people too small: {percent} % would be in groups of fewer than {least} {people}. {mend}",
  },
  "disclosure.no-exception": {
    status: 409,
    vi: "Phiếu này không bị giữ lại vì nhóm quá nhỏ, nên không cần cho qua.",
    en: "This form is not held back for groups too small: there is nothing to let through.",
  },
  "disclosure.budget-question": {
    status: 422,
    vi: "Chưa tính được: {reason}",
    en: "This cannot be worked out: {reason}",
  },
  "releases.wrong-state": {
    status: 409,
    vi: "Không làm được khi bản công bố đang ở trạng thái “{state}”.",
    en: "This cannot be done while the release is “{state}”.",
  },
  "releases.same-person": {
    status: 409,
    vi: "Người soạn bản công bố không tự duyệt bản đó; xin nhờ một người duyệt khác.",
    en: "Whoever prepared a release does not publish it; ask another report signer.",
  },
  "releases.empty": {
    status: 422,
    vi: "Bản công bố cần một tiêu đề và ít nhất một bảng.",
    en: "A release needs a headline and at least one table.",
  },
  "rights.contact-in-text": {
    status: 422,
    vi: "Ô “{field}” có số điện thoại hoặc địa chỉ thư điện tử. Xin chỉ ghi số văn bản; tên và cách liên lạc để ở sổ công văn của đơn vị. Chưa có gì được lưu.",
    en: "The field “{field}” holds a telephone number or an e-mail address. Write the letter's number only; names and contacts stay in your register of letters. Nothing was stored.",
  },
  "rights.too-long": {
    status: 422,
    vi: "Chỉ được gia hạn một lần, nhiều nhất {most} ngày cho loại yêu cầu này.",
    en: "The time may be extended once, by at most {most} days for this kind of request.",
  },
  "rights.late-reason": {
    status: 422,
    vi: "Đã quá 72 giờ kể từ khi phát hiện: xin ghi lý do chậm.",
    en: "More than 72 hours have passed since it was noticed: give the reason for the delay.",
  },
  "rights.unknown-field": {
    status: 422,
    vi: "Hồ sơ không có mục {field} để người điền.",
    en: "The assessment has no field {field} for people to fill.",
  },
  "invitations.bad-offer": {
    status: 422,
    vi: "Đây không phải là bản công bố đợt hỏi hợp lệ: {reason}. Chưa có gì được lưu.",
    en: "This is not a valid offer of a wave: {reason}. Nothing was stored.",
  },
  "invitations.not-the-office": {
    status: 422,
    vi: "Bản công bố không do cơ quan chủ trì ({office}) ký, hoặc sổ công khai của cơ quan không có mục này. Chưa có gì được lưu.",
    en: "The offer is not signed by the office ({office}), or the office's public log does not hold it. Nothing was stored.",
  },
  "invitations.office-silent": {
    status: 503,
    vi: "Máy chủ của cơ quan chủ trì không trả lời, nên chưa kiểm tra được bản công bố trong sổ công khai của họ. Bản kê chỉ được công bố sau khi kiểm tra.",
    en: "The office's host does not answer, so its public log could not be asked for this offer. The manifest is published only after that.",
  },
  "invitations.other-issuer": {
    status: 422,
    vi: "Bản công bố nêu nơi phát thẻ là {named}, nhưng máy chủ này là {here}.",
    en: "The offer names the issuer {named}, but this host is {here}.",
  },
  "invitations.known-offer": {
    status: 409,
    vi: "Đợt hỏi này, hoặc một đợt hỏi cùng đường dẫn, đã được nhập.",
    en: "This wave, or one with the same address, was taken in already.",
  },
  "invitations.offer-past": {
    status: 422,
    vi: "Đợt hỏi đã qua ngày cuối ({lastDay}).",
    en: "The wave's last day ({lastDay}) is over.",
  },
  "invitations.no-wave": {
    status: 404,
    vi: "Không có đợt hỏi nào ở địa chỉ này. Xin xem lại đường liên kết trong giấy mời.",
    en: "There is no wave at this address. Please look at the link in your invitation again.",
  },
  "invitations.roster": {
    status: 422,
    vi: "Danh sách có {count} chỗ cần sửa; chưa ai được nhập. Chỗ đầu tiên: dòng {row}, cột “{column}”: {what}",
    en: "The roster has {count} places to mend; nobody was taken in. The first: row {row}, column “{column}”: {what}",
  },
  "invitations.published": {
    status: 409,
    vi: "Bản kê của đợt hỏi đã được công bố; danh sách và các ô thiết kế không đổi được nữa.",
    en: "The wave's manifest is published; roster and design cells cannot change any more.",
  },
  "invitations.not-published": {
    status: 409,
    vi: "Bản kê của đợt hỏi chưa được công bố, nên chưa mời ai được.",
    en: "The wave's manifest is not published yet, so nobody can be invited.",
  },
  "invitations.no-roster": {
    status: 409,
    vi: "Đợt hỏi chưa có danh sách người được mời.",
    en: "The wave has no roster yet.",
  },
  "invitations.stratum-too-small": {
    status: 422,
    vi: "Tầng có quá ít người cho một ô thiết kế: {strata}. Xin chọn tầng để gộp chung.",
    en: "Too few people for a design cell are invited in: {strata}. Please choose strata to put them together with.",
  },
  "invitations.cells-changed": {
    status: 409,
    vi: "Danh sách hoặc các ô thiết kế đã đổi từ lúc quý vị xem. Xin xem lại rồi xác nhận.",
    en: "Roster or cells changed since you looked. Please look again, then confirm.",
  },
  "invitations.no-sender": {
    status: 409,
    vi: "Xin ghi tên cơ quan và số điện thoại hoặc thư điện tử liên hệ trước khi mời.",
    en: "Please state who asks, and a telephone number or e-mail address for questions, before inviting.",
  },
  "invitations.preparing": {
    status: 409,
    vi: "Mã của {left} người còn đang được tạo. Xin chờ ít phút.",
    en: "The codes of {left} people are still being made. Please wait some minutes.",
  },
  "invitations.unknown-code": {
    status: 404,
    vi: "Không có giấy mời nào mang mã này. Xin gõ lại, hoặc gọi số điện thoại trên giấy mời.",
    en: "No invitation has this code. Please type it again, or call the number on the invitation.",
  },
  "invitations.used-code": {
    status: 409,
    vi: "Mã này đã nhận thẻ trên một máy khác, hoặc máy này đã quên thẻ. Mỗi mã chỉ nhận được một thẻ.",
    en: "This code took its token on another device, or this device forgot it. Each code has one token.",
  },
  "invitations.unknown-pool": {
    status: 404,
    vi: "Không có kho thẻ nào mang khoá này, hoặc kho đã bị khoá lại. Xin hỏi người giữ danh sách.",
    en: "No pool of tokens has this key, or it was revoked. Please ask the contacts officer.",
  },
  "invitations.no-pool": {
    status: 404,
    vi: "Đợt hỏi không có kho thẻ mang số này.",
    en: "The wave has no pool of tokens with this number.",
  },
  "invitations.too-many-pools": {
    status: 422,
    vi: "Một đợt hỏi có nhiều nhất 9.999 kho thẻ.",
    en: "A wave has 9,999 pools of tokens at most.",
  },
  "invitations.bad-blinded": {
    status: 400,
    vi: "Máy của quý vị gửi một yêu cầu không hợp lệ; mã vẫn dùng được. Xin tải lại trang.",
    en: "Your device sent a request that is not valid; the code was not used. Please load the page again.",
  },
  "invitations.not-yet": {
    status: 403,
    vi: "Đợt hỏi mở từ ngày {firstDay}. Mã của quý vị vẫn còn nguyên.",
    en: "The wave opens on {firstDay}. Your code is untouched.",
  },
  "invitations.closed": {
    status: 410,
    vi: "Đợt hỏi đã khép lại; không phát thẻ nữa.",
    en: "The wave is closed; no more tokens are given.",
  },
  "invitations.not-closed": {
    status: 404,
    vi: "Số thẻ đã phát theo từng ô được công bố khi đợt hỏi khép lại.",
    en: "Tokens issued by cell are published when the wave closes.",
  },
  "invitations.taken": {
    status: 409,
    vi: "Người này đã nhận thẻ; mã không đổi được nữa.",
    en: "This person has taken the token; the code cannot change any more.",
  },
  "invitations.no-person": {
    status: 404,
    vi: "Danh sách không có người này.",
    en: "The roster does not have this person.",
  },
  "invitations.no-contact": {
    status: 422,
    vi: "“{contact}” không phải là số điện thoại hay địa chỉ thư điện tử.",
    en: "“{contact}” is no telephone number or e-mail address.",
  },
  "invitations.no-round": {
    status: 409,
    vi: "Chưa bắt đầu lượt mời nào.",
    en: "No round of invitations has begun.",
  },
  "invitations.rounds-over": {
    status: 409,
    vi: "Đã mời và nhắc ba lần; không nhắc thêm nữa.",
    en: "People were invited and reminded three times; there are no more reminders.",
  },
  "invitations.round-too-soon": {
    status: 409,
    vi: "Lượt trước mới bắt đầu ngày {roundOn}; lượt nhắc tiếp theo có thể bắt đầu từ ngày {from}.",
    en: "The round before began on {roundOn}; the next reminder can begin on {from}.",
  },
  "invitations.mailed": {
    status: 409,
    vi: "Thư của lượt này đã được xếp để gửi.",
    en: "The mail of this round was queued already.",
  },
  "invitations.no-mail": {
    status: 409,
    vi: "Máy chủ này chưa được đặt máy chủ thư (SMTP_URL, SMTP_FROM).",
    en: "This host has no mail server set up (SMTP_URL, SMTP_FROM).",
  },
  "deposits.unknown-wave": {
    status: 404,
    vi: "Hòm phiếu chưa biết đợt hỏi này. Xin thử lại sau ít phút; phiếu vẫn ở trên máy của quý vị.",
    en: "The collector does not know this wave yet. Please try again in some minutes; the answers stay on your device.",
  },
  "deposits.not-yet": {
    status: 409,
    vi: "Đợt hỏi chưa bắt đầu. Phiếu vẫn ở trên máy của quý vị và sẽ gửi được khi đợt hỏi mở.",
    en: "The wave has not begun. The answers stay on your device and can be sent once it opens.",
  },
  "deposits.closed": {
    status: 410,
    vi: "Đợt hỏi đã đóng; hòm phiếu không nhận thêm.",
    en: "The wave is closed; the collector takes nothing more.",
  },
  "deposits.refused": {
    status: 400,
    vi: "Thẻ không thuộc đợt hỏi này hoặc đã bị thay đổi ({reason}); phiếu không được nhận.",
    en: "The token is not of this wave or was changed ({reason}); the answers were not taken.",
  },
  "deposits.spent": {
    status: 409,
    vi: "Thẻ này đã dùng để gửi một phiếu khác. Mỗi thẻ chỉ gửi được một lần.",
    en: "This token was already used for another set of answers. Each token counts once.",
  },
  "deposits.not-the-office": {
    status: 403,
    vi: "Chỉ cơ quan đã công bố đợt hỏi mới lấy được các lô phiếu của đợt.",
    en: "Only the office that offered the wave may fetch its batches.",
  },
  "waves.protection-fixed": {
    status: 409,
    vi: "Cách mời và cách mở phiếu đã cố định: đợt hỏi đã công bố hoặc đã có phiếu, nên không đổi được nữa.",
    en: "How people are asked and when answers open is fixed: the wave was offered or answers exist, so it cannot change any more.",
  },
  "waves.by-invitation": {
    status: 403,
    vi: "Cuộc điều tra này chỉ nhận phiếu theo giấy mời. Xin mở đường liên kết hoặc mã trong giấy mời của quý vị.",
    en: "This survey takes answers by invitation only. Please open the link or code in your invitation.",
  },
  "waves.by-offer": {
    status: 409,
    vi: "Cuộc điều tra theo giấy mời được mở bằng việc công bố đợt hỏi, và được khép ở trang đợt hỏi.",
    en: "A study by invitation is opened by publishing its wave's offer, and closed on the wave's page.",
  },
  "waves.not-by-invitation": {
    status: 409,
    vi: "Cuộc điều tra này dùng liên kết mở, không có đợt hỏi theo giấy mời.",
    en: "This study has an open link, and so no wave by invitation.",
  },
  "waves.days": {
    status: 422,
    vi: "Ngày của đợt hỏi chưa hợp lệ: ngày đầu không được ở quá khứ, ngày cuối không trước ngày đầu, và không quá một năm.",
    en: "The wave's days do not fit: the first may not be past, the last not before the first, and a year is the longest.",
  },
  "waves.already-offered": {
    status: 409,
    vi: "Đợt hỏi đã được công bố và không đổi được nữa.",
    en: "The wave was offered already and cannot change any more.",
  },
  "waves.not-offered": {
    status: 404,
    vi: "Đợt hỏi chưa được công bố.",
    en: "The wave is not offered yet.",
  },
  "waves.key-proof": {
    status: 422,
    vi: "Chưa có bằng chứng rằng hai trong ba mảnh khoá ghép lại mở được phiếu. Xin gõ lại các mảnh khoá rồi thử lại.",
    en: "There is no proof that two of the three shares open answers. Please type the shares back in and try again.",
  },
  "waves.not-complete": {
    status: 409,
    vi: "Đợt hỏi chưa xong: hòm phiếu còn nhận đến {until}, hoặc còn lô phiếu chưa lấy về.",
    en: "The wave is not complete: the collector takes answers until {until}, or batches are still to be fetched.",
  },
  "waves.wrong-key": {
    status: 422,
    vi: "Khoá ghép được không mở được phiếu của đợt hỏi này.",
    en: "The key put together does not open this wave's answers.",
  },
  "waves.already-opened": {
    status: 409,
    vi: "Phiếu của đợt hỏi này đã được mở.",
    en: "The answers of this wave were opened already.",
  },
  "waves.not-opened": {
    status: 409,
    vi: "Phiếu còn niêm phong. Cần hai trong ba người giữ khoá mở phiếu trước khi cố định dữ liệu.",
    en: "The answers are still sealed. Two of the three key holders open them before the data are frozen.",
  },
  "waves.host-disagrees": {
    status: 502,
    vi: "Điều máy chủ {host} nói không khớp với những gì đã công bố: {what}. Không có gì được lưu.",
    en: "What the host {host} says does not fit what was published: {what}. Nothing was stored.",
  },
  "waves.both-duties": {
    status: 409,
    vi: "Ở nơi phát thẻ, {usernames} giữ danh sách liên hệ của cuộc điều tra này, còn ở đây được xem câu trả lời. Xin gỡ một trong hai vai trò rồi lấy phiếu. Phiếu vẫn chờ ở hòm phiếu, không mất gì.",
    en: "At the issuer {usernames} handle the contacts of this study, and here may read its answers. Take one of the two roles away, then fetch again. The answers wait at the collector; nothing is lost.",
  },
  "transparency.no-entry": {
    status: 404,
    vi: "Sổ công khai không có mục này.",
    en: "The public log has no such entry.",
  },
  "transparency.bad-note": {
    status: 400,
    vi: "Đây không phải là mốc đã ký của sổ này: {reason}",
    en: "This is not a signed checkpoint of this log: {reason}",
  },
  "transparency.unknown-checkpoint": {
    status: 409,
    vi: "Sổ chưa bao giờ ký mốc này. Xin giữ lại làm bằng chứng và báo cho cơ quan.",
    en: "The log never signed this checkpoint. Please keep it as evidence and tell the institution.",
  },
  "transparency.unknown-witness": {
    status: 403,
    vi: "Sổ chưa biết người chứng kiến này; người vận hành cần thêm khóa của họ vào tệp witnesses.",
    en: "The log does not know this witness; its operator adds the witness's key to the file witnesses.",
  },
  "transparency.broken": {
    status: 503,
    vi: "Sổ công khai không còn khớp với mốc đã ký ({size} mục), nên không ký thêm. Xin báo cho người quản trị.",
    en: "The public log no longer fits what was signed over {size} entries, so nothing more is signed. Please tell the administrator.",
  },
} as const satisfies Record<string, { status: number; vi: string; en: string }>;

export type ProblemCode = keyof typeof problems;

const isWords = (value: unknown): value is { vi: string; en: string } =>
  typeof value === "object" && value !== null && "vi" in value && "en" in value;

/** The sentence of a problem in a language, its placeholders filled; a detail with vi and en speaks the language. */
export function problemSentence(
  code: ProblemCode,
  language: "vi" | "en",
  details: Record<string, unknown> = {},
): string {
  return problems[code][language].replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = details[name] ?? "…";
    return String(isWords(value) ? value[language] || value.vi : value);
  });
}

/** Body of every failed request (RFC 9457). */
export type ProblemBody = {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ProblemCode;
  details: Record<string, unknown>;
};
