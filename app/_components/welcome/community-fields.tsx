import { Field } from '#app/_components/auth/field.tsx'
import { Choice } from '#app/_components/settings/choice.tsx'
import { unitsOf } from '#app/_components/ui/units.ts'
import { say } from '#app/_words/say.ts'
import { COMMUNITY_NAME_MAX } from '#protocol/limits.ts'
import type { Community } from '#protocol/models.ts'

type Props = { community: Community; onChange: (community: Community) => void }

/** What the place is called, and who may make an account in it. */
export function CommunityFields({ community, onChange }: Props) {
  return (
    <>
      <Field
        label={say.settings.communityName}
        name="name"
        dir="auto"
        autoComplete="off"
        maxLength={unitsOf(COMMUNITY_NAME_MAX)}
        value={community.name ?? ''}
        onChange={(event) => onChange({ ...community, name: event.target.value })}
        hint={say.settings.communityNameHint}
      />
      <div className="flex flex-col gap-1">
        <p className="text-meta font-medium">{say.settings.registration}</p>
        <Choice
          label={say.settings.registration}
          value={community.registration}
          options={[
            { value: 'open', words: say.settings.registrationOpen, about: say.settings.registrationOpenAbout },
            { value: 'closed', words: say.settings.registrationClosed, about: say.settings.registrationClosedAbout },
          ]}
          onChange={(registration) => onChange({ ...community, registration })}
        />
      </div>
    </>
  )
}
