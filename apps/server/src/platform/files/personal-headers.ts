import type { PersonalReason } from "./personal-columns.ts";

/**
 * Names of columns that point at a person, Vietnamese and English, on the plain form of a name: lower case, no marks, `_ - .`
 * as spaces. `sure`: the name alone is enough. Otherwise the values must also differ from row to row, as such data does;
 * so “zalo: có / không” and “phone: 1 / 0” are welcome.
 */
export const personalHeaders: readonly { pattern: RegExp; kind: PersonalReason; sure?: true }[] = [
  {
    pattern: /^(ho va ten|ho ten|ho dem|ten dem|ten day du|ten nguoi (tra loi|duoc phong van|dan|gui|lien he))( |$)/,
    kind: "name",
    sure: true,
  },
  { pattern: /^(ten|ho ten) (chu ho|nguoi dai dien)( |$)/, kind: "name", sure: true },
  { pattern: /^(full|first|last|middle|given|family|sur|respondent|contact) ?names?$/, kind: "name", sure: true },
  { pattern: /^(ten|name|nguoi tra loi|chu ho|respondent|interviewee)$/, kind: "name" },
  { pattern: /^(so )?(dien thoai|dt|sdt|di dong|dtdd)( |$)/, kind: "phone" },
  { pattern: /^(home |work |contact )?(phone|mobile|telephone|cell ?phone|tel)( ?(no|number|num))?$/, kind: "phone" },
  {
    pattern: /^(so |ma )?(cccd|cmnd|cmtnd|can cuoc( cong dan)?|chung minh( nhan dan| thu)?|dinh danh( ca nhan)?)( |$)/,
    kind: "national-id",
  },
  { pattern: /^(national|citizen|identity) ?(id|card|number)( ?(no|number))?$/, kind: "national-id" },
  { pattern: /^(id card|so ho chieu|ho chieu|passport)( ?(no|number|so))?$/, kind: "national-id" },
  { pattern: /^(so |ma )?(bhxh|bhyt|bao hiem (xa hoi|y te)|ma so thue|social security|ssn)( |$)/, kind: "national-id" },
  { pattern: /^(dia chi )?(e ?mail|thu dien tu)( address| lien he| ca nhan)?$/, kind: "email" },
  {
    pattern:
      /^(facebook|fb|zalo|tiktok|instagram|twitter|x|linkedin|youtube|telegram|threads|reddit) ?(url|link|id|uid|profile|account|name|tai khoan)?$/,
    kind: "profile",
  },
  {
    pattern: /^(profile|trang ca nhan|lien ket (trang )?ca nhan|link ca nhan|profile (url|link|id)|user (url|link))$/,
    kind: "profile",
  },
  {
    pattern:
      /^(handle|nick( ?name)?|user ?name|screen ?name|ten (tai khoan|dang nhap|nguoi dung)|biet danh|user ?id|account)$/,
    kind: "handle",
  },
  { pattern: /^(.* )?(lat|latitude|vi do|lng|lon|longitude|kinh do)$/, kind: "coordinates" },
  { pattern: /^(.* )?(gps|toa do|coordinates?|geopoint|geolocation|location lat ?long)( .*)?$/, kind: "coordinates" },
  {
    pattern:
      /^(dia chi|so nha|dia chi (nha|thuong tru|lien he|noi o)|(home |street |postal )?address|street)( line)?( \d)?$/,
    kind: "address",
  },
  { pattern: /^(ip|ip ?address|dia chi ip|device ?id|imei|mac address|cookie|user ?agent|may)$/, kind: "device" },
];

/** Columns of harvested posts: two of these together, or one that is `sure`, say that the rows are posts and not answers. */
export const postHeaders: readonly { pattern: RegExp; sure?: true }[] = [
  {
    pattern: /^(post|comment|tweet|status|message|thread|video|reply|parent|conversation) ?(id|url|link)$/,
    sure: true,
  },
  { pattern: /^(ma|id) (bai( dang| viet)?|binh luan)$/, sure: true },
  { pattern: /^(permalink|perma link|duong dan bai( viet| dang)?|link bai( viet| dang)?)$/, sure: true },
  { pattern: /^(author|author (id|name)|from (id|name)|poster|tac gia|nguoi (dang|viet|binh luan)|owner)$/ },
  {
    pattern: /^(comments?|binh luan|noi dung binh luan|replies|reply|tra loi binh luan|comment text|message|caption)$/,
  },
  { pattern: /^(post|posts|tweet|tweets|bai (dang|viet)|noi dung bai( viet| dang)?|post text|full text|hashtags?)$/ },
  { pattern: /^(likes?|luot thich|like count|favou?rites?|reactions?|cam xuc|upvotes|score)$/ },
  { pattern: /^(shares?|luot chia se|chia se|share count|retweets?|reposts?)$/ },
  {
    pattern:
      /^(followers?|followers? count|nguoi theo doi|so nguoi theo doi|subscribers|friends count|views|view count|luot xem)$/,
  },
  { pattern: /^(comments?|reply|replies|luot binh luan|so binh luan) ?count$/ },
  { pattern: /^(group|fanpage|page|channel|subreddit|nhom|trang) ?(id|name|url)$/ },
];
