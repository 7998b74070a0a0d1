/** A picture, a voice note or a file of the person's: fetched when somebody asks, and kept nowhere. */
import { useEffect, useState } from 'react';
import type { CaseId } from '../../../core/ids.ts';
import { Button } from '../parts/button.tsx';
import { useTask } from '../parts/use-task.ts';
import { useSay } from '../phrases.ts';
import { cases } from '../service.ts';

export interface MediaOnDemandProps {
  readonly caseId: CaseId;
  readonly messageId: string;
  readonly media: { readonly mimeType: string; readonly fileName: string | null };
}

interface FetchedFile {
  readonly url: string;
  readonly mimeType: string;
}

export function MediaOnDemand({ caseId, messageId, media }: MediaOnDemandProps) {
  const say = useSay();
  const task = useTask();
  const [file, setFile] = useState<FetchedFile | null>(null);
  useEffect(() => () => void (file !== null && URL.revokeObjectURL(file.url)), [file]);
  const keep = (blob: Blob): void => setFile({ url: URL.createObjectURL(blob), mimeType: blob.type });
  if (file !== null) return <Shown {...file} name={media.fileName} />;
  return (
    <>
      <Button isPending={task.isBusy} onPress={() => void task.run(() => cases.media(caseId, messageId), keep)}>
        {say('media.show', { kind: media.fileName ?? media.mimeType.split(';')[0] ?? '' })}
      </Button>
      {task.error !== null && (
        <p className="field-error" role="alert">
          {task.error}
        </p>
      )}
    </>
  );
}

interface ShownProps extends FetchedFile {
  readonly name: string | null;
}

/** Only what a browser shows without running anything; everything else is a file to be saved. */
function Shown({ url, mimeType, name }: ShownProps) {
  const say = useSay();
  if (/^image\/(jpeg|png|webp|gif)\b/.test(mimeType)) {
    return <img className="media-image" src={url} alt={say('media.picture')} />;
  }
  if (mimeType.startsWith('audio/')) return <audio className="media-sound" controls src={url} />;
  return (
    <a className="link" href={url} download={name ?? 'archivo'}>
      {say('media.save')}
    </a>
  );
}
