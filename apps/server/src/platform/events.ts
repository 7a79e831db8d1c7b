import { EventEmitter } from "node:events";

/** Inside one server: "something about this study changed". Carries no content: listeners read the state afresh. */
export type StudyEvents = {
  changed: (studyId: string) => void;
  listen: (studyId: string, listener: () => void) => () => void;
};

export function studyEvents(): StudyEvents {
  const emitter = new EventEmitter().setMaxListeners(0);
  return {
    changed: (studyId) => {
      emitter.emit(studyId);
    },
    listen: (studyId, listener) => {
      emitter.on(studyId, listener);
      return () => emitter.off(studyId, listener);
    },
  };
}
