type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }

/** Tells a count in a language: `plural(3, { one: '# message', other: '# messages' })` is "3 messages". `#` is the number. */
export function pluralOf(language: string) {
  const rules = new Intl.PluralRules(language)
  const number = new Intl.NumberFormat(language)
  return (count: number, forms: Forms): string => (forms[rules.select(count)] ?? forms.other).replace('#', number.format(count))
}
