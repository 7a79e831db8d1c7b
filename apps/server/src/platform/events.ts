import { EventEmitter } from "node:events";

/** The study itself (its state, its questionnaire), or only what has come in and been counted. */
type Change = "study" | "answers";

/** Inside one server: "something about this study changed". Carries no content: listeners read the state afresh. */
export type StudyEvents = {
  changed: (studyId: string, what?: Change) => void;
  listen: (studyId: string, listener: (what: Change) => void) => () => void;
  /** An answer of the study was withdrawn. Kept apart, so that nothing that a person can see moves at that moment. */
  withdrawn: (studyId: string) => void;
  onWithdrawn: (listener: (studyId: string) => void) => void;
  /** A batch of a wave's answers has been stored. */
  batch: (studyId: string) => void;
  onBatch: (listener: (studyId: string) => void) => void;
  /** A study by invitation was frozen. Resolves when every listener is done. */
  frozen: (studyId: string) => Promise<void>;
  onFrozen: (listener: (studyId: string) => Promise<void>) => void;
};

export function studyEvents(): StudyEvents {
  const emitter = new EventEmitter().setMaxListeners(0);
  const whenFrozen: ((studyId: string) => Promise<void>)[] = [];
  return {
    changed: (studyId, what = "study") => {
      emitter.emit(studyId, what);
    },
    listen: (studyId, listener) => {
      emitter.on(studyId, listener);
      return () => emitter.off(studyId, listener);
    },
    withdrawn: (studyId) => {
      emitter.emit("withdrawn", studyId);
    },
    onWithdrawn: (listener) => {
      emitter.on("withdrawn", listener);
    },
    batch: (studyId) => {
      emitter.emit("batch", studyId);
    },
    onBatch: (listener) => {
      emitter.on("batch", listener);
    },
    frozen: async (studyId) => {
      for (const listener of whenFrozen) await listener(studyId);
    },
    onFrozen: (listener) => {
      whenFrozen.push(listener);
    },
  };
}
