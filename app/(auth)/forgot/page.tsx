import { ForgotForm } from '#app/_components/auth/forgot-form.tsx'
import { Panel } from '#app/_components/auth/panel.tsx'
import { buttonClass } from '#app/_components/ui/button.tsx'
import { sendsMail } from '#app/_server/forgotten.ts'
import { readWords, titled } from '#app/_server/words.ts'

export const generateMetadata = titled('forgot')

export default async function ForgotPage() {
  const { signIn, server, forgot } = await readWords()
  if (!sendsMail())
    return (
      <Panel title={forgot.title} intro={forgot.noMail}>
        <a href="/sign-in" className={buttonClass('primary', 'h-10')}>
          {forgot.back}
        </a>
      </Panel>
    )
  const footer = (
    <a href="/sign-in" className="font-medium text-accent underline-offset-2 hover:underline">
      {forgot.back}
    </a>
  )
  return (
    <Panel title={forgot.title} intro={forgot.intro} footer={footer}>
      <ForgotForm words={{ signIn, server, forgot }} />
    </Panel>
  )
}
