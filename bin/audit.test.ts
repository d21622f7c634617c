import { describe, expect, it } from 'vitest'
import { readAudit } from './audit.ts'

const hole = (name: string, severity: string) => ({ [name]: { name, severity, range: '<1.2.3', via: [], effects: [] } })

describe('npm run audit', () => {
  it('tells holes of high severity and above', () => {
    const report = {
      vulnerabilities: { ...hole('a', 'low'), ...hole('b', 'high'), ...hole('c', 'critical'), ...hole('d', 'moderate') },
    }
    expect(readAudit(JSON.stringify(report))).toEqual({
      kind: 'checked',
      found: [
        { name: 'b', severity: 'high', range: '<1.2.3', via: [], effects: [] },
        { name: 'c', severity: 'critical', range: '<1.2.3', via: [], effects: [] },
      ],
    })
    expect(readAudit(JSON.stringify({ vulnerabilities: {} }))).toEqual({ kind: 'checked', found: [] })
  })

  it.each([
    ['{"message":"405 Method Not Allowed","statusCode":405}', '405 Method Not Allowed'],
    ['{"error":{"code":"ENOAUDIT"}}', 'its answer holds no report'],
    ['', 'its answer is no report'],
    ['npm error network', 'its answer is no report'],
  ])('never takes %j for a clean report', (output, why) => {
    expect(readAudit(output)).toEqual({ kind: 'unknown', why })
  })
})
