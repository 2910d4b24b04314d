import { expect, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer();

test('what cannot be switched says why', async ({ person }) => {
  const ana = await person('Ana', {
    prepare: () => {
      const known = navigator.mediaDevices.getSupportedConstraints();
      navigator.mediaDevices.getSupportedConstraints = () => ({ ...known, autoGainControl: false });
      const capabilities = MediaStreamTrack.prototype.getCapabilities;
      MediaStreamTrack.prototype.getCapabilities = function () {
        return { ...capabilities.call(this), echoCancellation: [true] };
      };
    },
  });
  const { link } = await server().createMeeting();
  await ana.join(link);
  await ana.button('Settings').click();
  const box = (name: string) => ana.page.getByRole('checkbox', { name });
  await expect(box('Automatic volume')).toBeDisabled();
  await expect(box('Automatic volume')).toHaveAccessibleDescription(/in this browser/);
  await expect(box('Echo cancellation')).toBeDisabled();
  await expect(box('Echo cancellation')).toBeChecked();
  await expect(box('Echo cancellation')).toHaveAccessibleDescription(/for this microphone/);
  await expect(box('Noise suppression')).toBeEnabled();
});
