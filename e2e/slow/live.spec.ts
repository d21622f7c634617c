import { composer, dialog, messages, row, write } from '../fixtures/screen.ts'
import { expect, test } from '../fixtures/test.ts'

test('who closes the last window is away after the grace, and who stops typing is not shown typing [K4]', async ({
  adaAndBen,
}) => {
  const { ada, ben } = await adaAndBen()
  await write(ben.page, 'Here for a moment')
  await row(messages(ada.page), 'Here for a moment').getByRole('button', { name: 'Ben' }).click()
  await expect(dialog(ada.page, 'Ben').getByText('Online')).toBeVisible()

  await composer(ben.page).pressSequentially('and then', { delay: 80 })
  await expect(ada.page.getByText('Ben is typing…')).toBeVisible()
  await expect(ada.page.getByText('Ben is typing…')).toBeHidden({ timeout: 8_000 })

  await ben.page.close()
  await expect(dialog(ada.page, 'Ben').getByText(/Last seen|Offline/)).toBeVisible({ timeout: 30_000 })
})
