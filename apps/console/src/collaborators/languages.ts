import type { Words } from "@lang-nghe/contract";

/** Languages of Vietnam by their codes of ISO 639. */
export const languageNames: Readonly<Record<string, Words>> = {
  vi: { vi: "Việt", en: "Vietnamese" },
  tyz: { vi: "Tày", en: "Tày" },
  nut: { vi: "Nùng", en: "Nùng" },
  hmn: { vi: "Mông", en: "Hmong" },
  ium: { vi: "Dao", en: "Iu Mien (Dao)" },
  pcc: { vi: "Giáy", en: "Giáy" },
  hni: { vi: "Hà Nhì", en: "Hà Nhì" },
  blt: { vi: "Thái Đen", en: "Tai Dam" },
  twh: { vi: "Thái Trắng", en: "Tai Dón" },
  mtq: { vi: "Mường", en: "Mường" },
  lbt: { vi: "La Chí", en: "La Chí" },
  jra: { vi: "Gia Rai", en: "Jarai" },
  rad: { vi: "Ê Đê", en: "Rade" },
  bdq: { vi: "Ba Na", en: "Bahnar" },
  cjm: { vi: "Chăm", en: "Cham" },
  km: { vi: "Khmer", en: "Khmer" },
  zh: { vi: "Hoa", en: "Chinese" },
  en: { vi: "Anh", en: "English" },
};
