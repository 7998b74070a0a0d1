/** A picture, a voice note or a file of the person's: fetched when somebody asks, and kept nowhere. */
import { useEffect, useState } from 'react';
import type { CaseId } from '../../../core/ids.ts';
import { API } from '../ask.ts';
import { Button } from '../parts/button.tsx';
import { useSay } from '../phrases.ts';
import { cases } from '../service.ts';

export interface MediaOnDemandProps {
  readonly caseId: CaseId;
  readonly messageId: string;
  readonly media: { readonly mimeType: string; readonly fileName: string | null };
}

type Fetched =
  | { readonly kind: 'not_yet' | 'under_way' | 'failed' }
  | { readonly kind: 'here'; readonly url: string; readonly mimeType: string };

export function MediaOnDemand({ caseId, messageId, media }: MediaOnDemandProps) {
  const say = useSay();
  const [fetched, setFetched] = useState<Fetched>({ kind: 'not_yet' });
  useEffect(() => () => void (fetched.kind === 'here' && URL.revokeObjectURL(fetched.url)), [fetched]);
  const bring = async (): Promise<void> => {
    setFetched({ kind: 'under_way' });
    setFetched(await fetchMedia(`${API}${cases.mediaPath(caseId, messageId)}`));
  };
  if (fetched.kind === 'here') return <Shown url={fetched.url} mimeType={fetched.mimeType} name={media.fileName} />;
  return (
    <>
      <Button isPending={fetched.kind === 'under_way'} onPress={() => void bring()}>
        {say('media.show', { kind: media.fileName ?? media.mimeType.split(';')[0] ?? '' })}
      </Button>
      {fetched.kind === 'failed' && (
        <p className="field-error" role="alert">
          {say('media.failed')}
        </p>
      )}
    </>
  );
}

async function fetchMedia(path: string): Promise<Fetched> {
  try {
    const response = await fetch(path);
    if (!response.ok) return { kind: 'failed' };
    const blob = await response.blob();
    return { kind: 'here', url: URL.createObjectURL(blob), mimeType: blob.type };
  } catch {
    return { kind: 'failed' };
  }
}

interface ShownProps {
  readonly url: string;
  readonly mimeType: string;
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
