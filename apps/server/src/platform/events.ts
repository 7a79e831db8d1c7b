import { EventEmitter } from "node:events";

/** The study itself (its state, its questionnaire), or only what has come in and been counted. */
type Change = "study" | "answers";

/** Inside one server: "something about this study changed". Carries no content: listeners read the state afresh. */
export type StudyEvents = {
  changed: (studyId: string, what?: Change) => void;
  listen: (studyId: string, listener: (what: Change) => void) => () => void;
};

export function studyEvents(): StudyEvents {
  const emitter = new EventEmitter().setMaxListeners(0);
  return {
    changed: (studyId, what = "study") => {
      emitter.emit(studyId, what);
    },
    listen: (studyId, listener) => {
      emitter.on(studyId, listener);
      return () => emitter.off(studyId, listener);
    },
  };
}
