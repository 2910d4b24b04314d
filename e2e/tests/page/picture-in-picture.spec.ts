import { expect, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

const server = useServer();

test('where there is neither, the button says so', async ({ person }) => {
  const ana = await person('Ana', {
    devicesOff: true,
    prepare: () => {
      Reflect.deleteProperty(window, 'documentPictureInPicture');
      Object.defineProperty(Document.prototype, 'pictureInPictureEnabled', { value: false });
    },
  });
  const { link } = await server().createMeeting();
  await ana.join(link);
  const button = ana.button('Picture-in-picture');
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await expect(button).toHaveAttribute('aria-description', /does not support picture-in-picture/);
  await button.click({ force: true });
  await expect(
    ana.page.getByRole('status').getByText(/does not support picture-in-picture/),
  ).toBeVisible();
});
