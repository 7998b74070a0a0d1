/** Where the person is, by the pin they sent: shown to who asks, which is written down. */
import { useState } from 'react';
import type { MapPlace } from '../../../core/desk-cases-api.ts';
import type { CaseId } from '../../../core/ids.ts';
import { Button } from '../parts/button.tsx';
import { useTask } from '../parts/use-task.ts';
import { useSay } from '../phrases.ts';
import { cases } from '../service.ts';

/** Four places after the point are eleven metres: as good as a pin is. */
const PRECISION = 4;

export function PlaceOnDemand({ caseId, messageId }: { readonly caseId: CaseId; readonly messageId: string }) {
  const say = useSay();
  const task = useTask();
  const [found, setFound] = useState<MapPlace | null>(null);
  if (found !== null) {
    return (
      <p className="words">
        {found.name !== undefined && `${found.name} `}
        {found.latitude.toFixed(PRECISION)}, {found.longitude.toFixed(PRECISION)}
      </p>
    );
  }
  return (
    <>
      <Button
        icon="pin"
        isPending={task.isBusy}
        onPress={() => void task.run(() => cases.showLocation(caseId, messageId), setFound)}
      >
        {say('location.show')}
      </Button>
      {task.error !== null && (
        <p className="field-error" role="alert">
          {task.error}
        </p>
      )}
    </>
  );
}
