import { SmilePlus } from 'lucide-react';

import { meetingSession } from '../../session';
import { toast } from '../../stores/toasts';
import { useStrings } from '../../strings';
import { PopoverButton } from '../../ui/PopoverButton';

/** Opens the reactions; one press shows one to everybody. */
export function ReactButton() {
  const t = useStrings();
  const react = (reaction: string) => {
    meetingSession.react(reaction).catch(() => toast(t.talk.notSent, 'danger'));
  };
  return (
    <PopoverButton
      label={t.talk.react}
      icon={SmilePlus}
      groupLabel={t.talk.reactions}
      className="control-react"
      opens="reactions"
    >
      {(close) =>
        Object.entries(t.talk.reactionNames).map(([reaction, name]) => (
          <button
            key={reaction}
            type="button"
            className="reaction"
            aria-label={`${reaction} ${name}`}
            title={name}
            onClick={() => {
              react(reaction);
              close();
            }}
          >
            {reaction}
          </button>
        ))
      }
    </PopoverButton>
  );
}
