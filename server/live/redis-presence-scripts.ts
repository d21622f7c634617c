import type { Redis } from 'ioredis'
import type { PresenceTimes } from './presence-store.ts'

/** For how long a person's last time seen is kept here: the database has it for ever. */
const KEEP_MS = 30 * 24 * 3_600_000

/**
 * `parley:presence` is a sorted set of who is here, by when that ends unless renewed. A person's hash
 * `parley:presence:<id>` has the choice (`status`, `text`), `seen` (milliseconds) and an end for each lease (`c:<connection>`).
 */
const KEY = 'parley:presence'

const COMMON = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local here = KEYS[1]
local function keyOf(id) return here .. ':' .. id end
local function untilOf(id) return tonumber(redis.call('ZSCORE', here, id) or 0) end

local function leasesOf(key)
  local all, leases = redis.call('HGETALL', key), {}
  for i = 1, #all, 2 do
    if string.sub(all[i], 1, 2) == 'c:' then leases[all[i]] = tonumber(all[i + 1]) end
  end
  return leases
end

-- When somebody whose last lease or grace is over was here for the last time.
local function lastHere(key)
  local last = tonumber(redis.call('HGET', key, 'left') or 0)
  for _, ends in pairs(leasesOf(key)) do last = math.max(last, ends - LEASE) end
  return last
end

local function looksOf(id)
  local known, ends = redis.call('HMGET', keyOf(id), 'status', 'text', 'seen'), untilOf(id)
  if not known[1] or known[1] == 'invisible' or ends == 0 then return 'offline', '', known[3] or '' end
  -- Over, but not swept yet.
  if ends <= now then return 'offline', '', tostring(lastHere(keyOf(id))) end
  return known[1], known[2] or '', ''
end

local changes = {}
local function tell(id, seen)
  table.insert(changes, id)
  table.insert(changes, tostring(seen))
end

-- Does something to a person and tells whether they look different for it. Who goes into hiding looks as if they left now.
local function changing(id, act)
  local status, text = looksOf(id)
  act(keyOf(id))
  local newStatus, newText = looksOf(id)
  if status == newStatus and text == newText then return end
  if newStatus == 'offline' then
    redis.call('HSET', keyOf(id), 'seen', now)
    tell(id, now)
  else
    tell(id, '')
  end
end
`

// Almost all renewals change nothing that shows, and take the short way.
const RENEW = `
for i = 1, #ARGV, 5 do
  local id, connection, status, text, isNews = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4] ~= ''
  local function extend(key)
    redis.call('HSET', key, 'c:' .. connection, now + LEASE)
    redis.call('PEXPIRE', key, KEEP)
    redis.call('ZADD', here, now + LEASE, id)
  end
  if not isNews and untilOf(id) > now then
    extend(keyOf(id))
  else
    changing(id, function(key)
      if isNews or redis.call('HEXISTS', key, 'status') == 0 then redis.call('HSET', key, 'status', status, 'text', text) end
      extend(key)
    end)
  end
end
return changes
`

// Who is over already is the sweeper's.
const END = `
local id, key = ARGV[1], keyOf(ARGV[1])
if untilOf(id) <= now then return end
redis.call('HDEL', key, 'c:' .. ARGV[2])
local last = 0
for lease, ends in pairs(leasesOf(key)) do
  if ends <= now then redis.call('HDEL', key, lease) end
  last = math.max(last, ends)
end
if last > now then
  redis.call('ZADD', here, last, id)
else
  redis.call('ZADD', here, now + GRACE, id)
  redis.call('HSET', key, 'left', now)
end
`

const CHOOSE = `
local id, status, text = ARGV[1], ARGV[2], ARGV[3]
if redis.call('ZSCORE', here, id) then
  changing(id, function(key) redis.call('HSET', key, 'status', status, 'text', text) end)
end
return changes
`

const LOOK = `
local looks = {}
for _, id in ipairs(ARGV) do
  local status, text, seen = looksOf(id)
  table.insert(looks, status)
  table.insert(looks, text)
  table.insert(looks, seen)
end
return looks
`

// A batch at a time: the next sweep takes the rest.
const SWEEP = `
for _, id in ipairs(redis.call('ZRANGEBYSCORE', here, '-inf', now, 'LIMIT', 0, 500)) do
  local key = keyOf(id)
  local status, seen = redis.call('HGET', key, 'status'), lastHere(key)
  for lease in pairs(leasesOf(key)) do redis.call('HDEL', key, lease) end
  redis.call('HDEL', key, 'left')
  redis.call('ZREM', here, id)
  if status and status ~= 'invisible' then
    redis.call('HSET', key, 'seen', seen)
    tell(id, seen)
  end
end
return changes
`

type Script = (args: string[]) => Promise<unknown>
type Scripts = Record<'renew' | 'end' | 'choose' | 'look' | 'sweep', Script>

/** The store's verbs as scripts, so that each is one step for Redis and reads one clock. */
export function createPresenceScripts(client: Redis, times: PresenceTimes): Scripts {
  const constants = `local LEASE, GRACE, KEEP = ${times.leaseMs}, ${times.graceMs}, ${KEEP_MS}\n`
  const define = (name: string, lua: string): Script => {
    client.defineCommand(name, { numberOfKeys: 1, lua: constants + COMMON + lua })
    const run = (client as unknown as Record<string, (...args: string[]) => Promise<unknown>>)[name]!.bind(client)
    return (args) => run(KEY, ...args)
  }
  return {
    renew: define('parleyPresenceRenew', RENEW),
    end: define('parleyPresenceEnd', END),
    choose: define('parleyPresenceChoose', CHOOSE),
    look: define('parleyPresenceLook', LOOK),
    sweep: define('parleyPresenceSweep', SWEEP),
  }
}
