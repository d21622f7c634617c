type Of<Value> = Readonly<Record<string, Value>>

/** The record with `key` set; the same record when it held that very value. */
export function withKey<Value>(record: Of<Value>, key: string, value: Value): Of<Value> {
  return record[key] === value ? record : { ...record, [key]: value }
}

/** The record without `key`; the same record when it had none. */
export function withoutKey<Value>(record: Of<Value>, key: string): Of<Value> {
  if (!(key in record)) return record
  const { [key]: _gone, ...rest } = record
  return rest
}
