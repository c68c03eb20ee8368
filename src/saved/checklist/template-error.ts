import { EsxcheckError } from '../../model/errors.ts';

/** The text is no checklist that can be used. The message is a sentence about "the template". */
export function templateInvalid(sentence: string, detail?: string, cause?: unknown): EsxcheckError {
  return new EsxcheckError('TEMPLATE_INVALID', sentence, {
    details: [
      ...(detail === undefined ? [] : [detail]),
      'Save one in STIG Viewer as .cklb or .ckl: a new checklist of the STIG, or the one of this host.',
    ],
    cause,
  });
}
