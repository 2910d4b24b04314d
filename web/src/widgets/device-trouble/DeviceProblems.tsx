import { MicOff, VideoOff } from 'lucide-react';
import { useState } from 'react';
import type { DeviceProblem } from '../../lib/device-problem';
import { devices } from '../../session';
import { useDevices } from '../../stores/devices';
import { strings, useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { browserOf } from './browser';

/** Notice of each failed device: why, and what to do. One notice if both have the same problem. */
export function DeviceProblems({ beforeJoining = false }: { beforeJoining?: boolean }) {
  const t = useStrings();
  const camera = useDevices((state) => (state.camera.wanted ? state.camera.problem : null));
  const microphone = useDevices((state) =>
    state.microphone.wanted ? state.microphone.problem : null,
  );

  if (camera && camera === microphone) {
    return (
      <ProblemNotice
        title={t.problems.both[camera]}
        problem={camera}
        consequence={beforeJoining ? t.prejoin.withoutDevices : null}
      />
    );
  }
  return (
    <>
      {camera && (
        <ProblemNotice
          title={t.problems.camera[camera]}
          problem={camera}
          icon={VideoOff}
          consequence={beforeJoining ? t.prejoin.withoutCamera : null}
        />
      )}
      {microphone && (
        <ProblemNotice
          title={t.problems.microphone[microphone]}
          problem={microphone}
          icon={MicOff}
          consequence={beforeJoining ? t.prejoin.withoutMicrophone : null}
        />
      )}
    </>
  );
}

interface ProblemNoticeProps {
  title: string;
  problem: DeviceProblem;
  consequence: string | null;
  icon?: typeof MicOff;
}

function ProblemNotice({ title, problem, consequence, icon }: ProblemNoticeProps) {
  const t = useStrings();
  const [trying, setTrying] = useState(false);

  const tryAgain = async () => {
    setTrying(true);
    try {
      await devices.tryAgain();
    } finally {
      setTrying(false);
    }
  };

  return (
    <Notice
      tone="warn"
      role="status"
      title={title}
      {...(icon && { icon })}
      actions={
        // A retry cannot help on an insecure address.
        problem !== 'insecure' && (
          <Button size="small" busy={trying} onClick={() => void tryAgain()}>
            {t.common.tryAgain}
          </Button>
        )
      }
    >
      <p>{adviceFor(problem)}</p>
      {consequence && <p>{consequence}</p>}
    </Notice>
  );
}

function adviceFor(problem: DeviceProblem): string {
  if (problem !== 'refused') return strings().advice[problem];
  return strings().advice.refused[browserOf(navigator.userAgent, navigator.maxTouchPoints)];
}
