import './ControlBar.css';

import { Check, Link2, MonitorUp, MonitorX, PhoneOff, Settings2 } from 'lucide-react';
import { useEffect, useState } from 'react';

import { devices, meetingSession } from '../../session';
import { useDevices } from '../../stores/devices';
import { useRoom } from '../../stores/room';
import { t } from '../../strings';
import { Button } from '../../ui/Button';
import { CameraToggle, MicrophoneToggle } from '../../ui/devices/CaptureToggles';
import { IconButton } from '../../ui/IconButton';
import { copyOrTell, meetingUrl } from '../../ui/invite';
import { toast } from '../../ui/toast';

/** What one can do in the meeting, in one row. */
export function ControlBar({ onOpenDevices }: { onOpenDevices: () => void }) {
  return (
    <section className="control-bar" aria-label={t.meeting.controls}>
      <MicrophoneToggle onProblem={onOpenDevices} />
      <CameraToggle onProblem={onOpenDevices} />
      <ShareToggle />
      <IconButton label={t.devices.title} icon={Settings2} onClick={onOpenDevices} />
      <CopyLink />
      <Button
        variant="danger"
        icon={PhoneOff}
        className="control-leave"
        onClick={() => meetingSession.leave()}
      >
        {t.meeting.leave}
      </Button>
    </section>
  );
}

function ShareToggle() {
  const sharing = useDevices((state) => state.screenShare.live);
  const possible = useDevices((state) => state.canShareScreen);
  if (!possible) return null;

  const start = async () => {
    try {
      await devices.startScreenShare();
    } catch {
      // The store says why.
    }
    const { live, problem } = useDevices.getState().screenShare;
    // Refused is mostly a change of mind in the browser's own dialog: no comment.
    if (!live && problem && problem !== 'refused') toast(t.problems.screen, 'danger');
  };

  return (
    <IconButton
      label={sharing ? t.meeting.stopSharing : t.meeting.shareScreen}
      icon={sharing ? MonitorX : MonitorUp}
      tone={sharing ? 'active' : 'plain'}
      onClick={() => (sharing ? devices.stopScreenShare() : void start())}
    />
  );
}

function CopyLink() {
  const id = useRoom((state) => state.meetingId);
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);

  if (!id) return null;
  return (
    <IconButton
      label={t.meeting.copyLink}
      icon={copied ? Check : Link2}
      onClick={async () => setCopied(await copyOrTell(meetingUrl(id), t.meeting.linkCopied))}
    />
  );
}
