import type { Provenance } from "@lang-nghe/contract";

/** What nobody has said yet. */
export const emptyProvenance: Provenance = {
  collectedBy: "",
  consentHow: "",
  mode: "web",
  from: null,
  to: null,
  population: "",
  populationSize: null,
  selection: "unknown",
  remarks: "",
  licence: "",
};
