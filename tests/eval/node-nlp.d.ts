/** node-nlp brings no types. These are the few things the evaluation uses. */
declare module 'node-nlp' {
  interface Classification {
    /** `None` when nothing fits. */
    readonly intent: string;
    /** 0 to 1. */
    readonly score: number;
  }
  export class NlpManager {
    constructor(settings: {
      readonly languages: readonly string[];
      readonly nlu: { readonly log: boolean; readonly useNoneFeature: boolean };
      readonly autoSave: boolean;
      readonly autoLoad: boolean;
      readonly forceNER: boolean;
    });
    addDocument(locale: string, utterance: string, intent: string): void;
    train(): Promise<void>;
    process(
      locale: string,
      utterance: string,
    ): Promise<Classification & { readonly classifications: readonly Classification[] }>;
  }
}
