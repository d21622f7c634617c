/** Numbers both sides must agree on. Each is the default of a setting named in `.env.example` where a deployer may change it. */

/** Version of the protocol, sent in the handshake. */
export const PROTOCOL_VERSION = 1

/** A message body's greatest size, in bytes of UTF-8. */
export const BODY_MAX_BYTES = 102_400
/** Greatest size of one page, gap or frame, in bytes of JSON. */
export const FRAME_MAX_BYTES = 262_144
/** A gap of more messages than this is answered with a reset. */
export const GAP_MAX_MESSAGES = 1_000
/** Rows a history page may hold at most, and by default. */
export const PAGE_MAX = 100
export const PAGE_DEFAULT = 50
/** `unread` and `mentionCount` are exact up to this number; one more stands for "more". */
export const UNREAD_EXACT_MAX = 99
/** Largest frame the socket host reads. Above the body's size: quotes double in JSON. */
export const MAX_HTTP_BUFFER_BYTES = 262_144

export const ROOM_NAME_MAX = 80
export const ROOM_TOPIC_MAX = 250
export const DISPLAY_NAME_MAX = 64
export const USERNAME_MIN = 2
export const USERNAME_MAX = 32
export const PASSWORD_MIN = 8
export const PASSWORD_MAX = 256
/** Changes of a person's e-mail address, and exports of what is theirs, an hour. */
export const EMAIL_CHANGES_HOUR = 5
export const EXPORTS_HOUR = 5
/** Passkeys of one person, and what one is called. */
export const PASSKEYS_MAX = 20
export const PASSKEY_NAME_MAX = 60
/** Links for a new password, an hour: for one e-mail address, and asked for from one network address. */
export const RESETS_PER_EMAIL_HOUR = 3
export const RESETS_PER_ADDRESS_HOUR = 20
export const STATUS_TEXT_MAX = 100
/** What somebody does, and what they say about themselves. */
export const TITLE_MAX = 80
export const ABOUT_MAX = 500
/** A person's picture, as it is uploaded: browsers make it small first. */
export const AVATAR_MAX_BYTES = 131_072
/** People whom one blocks or mutes. */
export const PERSON_MARKS_MAX = 500
/** People who changed that one hello tells of. */
export const PEOPLE_CHANGED_MAX = 500
export const EMOJI_MAX = 64
/** A custom emoji's picture, as it is uploaded. */
export const EMOJI_IMAGE_MAX_BYTES = 65_536
/** Custom emoji an installation holds. */
export const CUSTOM_EMOJI_MAX = 1_000
/** Versions of a message in one answer. */
export const VERSIONS_PAGE = 20
/** A draft is at most this old when it is told: who was away for longer is the older one in any case. */
export const DRAFT_AGO_MAX_MS = 2_592_000_000
export const QUERY_MAX = 200
export const DIRECT_MAX_MEMBERS = 20
export const IDS_MAX = 100
/** Messages that are asked for by id at once: what they hold fits in a few frames. */
export const MESSAGES_GET_MAX = 20
export const REACTION_USERS_MAX = 20
/** Pinned messages a room may hold. */
export const PINS_MAX = 100
/** Characters that a thread's summary tells of its message. */
export const PARENT_TEXT_MAX = 120
/** Mentions that are named where a room's unread ones are explained. */
export const UNREAD_NAMED_MAX = 5
/** One message mentions at most this many people by name; further names are plain words. */
export const MENTIONS_MAX = 50
export const ATTACHMENTS_MAX = 10
/** Greatest file that any installation can allow, in bytes: PostgreSQL's integer holds it. */
export const FILE_BYTES_MAX = 2_000_000_000
/** Of a file's name, with its ending. */
export const FILE_NAME_MAX = 200
/** Of the words that describe a picture. */
export const ALT_MAX = 500
/** One part of a file on its way up, in bytes: at least (but the last), at most, and what a client begins with. */
export const PART_MIN_BYTES = 65_536
export const PART_MAX_BYTES = 4_194_304
export const PART_FIRST_BYTES = 262_144
/** Rooms whose revs one hello may name. */
export const HELLO_REVS_MAX = 5_000
export const PRESENCE_WATCH_MAX = 500
/** Others' cursors are told in rooms of at most this many members. */
export const CURSORS_MAX_MEMBERS = 20
/** Sections that everybody's sidebar has. */
export const BUILT_IN_SECTIONS = ['favourites', 'rooms', 'direct', 'threads'] as const
/** Sections of one's own in a person's sidebar. */
export const SECTIONS_MAX = 100
export const SECTION_NAME_MAX = 40

/** Groups of an installation, and who is added to one at once. */
export const GROUPS_MAX = 200
export const GROUP_DESCRIPTION_MAX = 200

/** Of one invite: people it lets in, days it stands, rooms it leads to, and its name. And how many open ones a person has. */
export const INVITE_USES_MAX = 1_000
export const INVITE_DAYS_MAX = 365
export const INVITE_ROOMS_MAX = 20
export const INVITE_NOTE_MAX = 80
export const INVITES_MAX = 100

/** Between two reminders to confirm one message. */
export const REMIND_EVERY_MS = 300_000
/** Characters of what a community is called. */
export const COMMUNITY_NAME_MAX = 60
export const NOTICE_MAX = 500
/** Notices that stand at once. */
export const NOTICES_MAX = 5
/** A week: a timer of a browser can't wait for more than 24 days. */
export const NOTICE_MAX_MINUTES = 10_080

/** What a person may have for later at once. */
export const SCHEDULED_MAX = 100
export const REMINDERS_MAX = 200
export const SAVED_MAX = 1_000
/** How far ahead a message is sent or a reminder comes: a year and a day. */
export const LATER_MAX_MS = 31_708_800_000
/** Characters of a scheduled message that travel with every change of it. */
export const EXCERPT_MAX = 200
export const REMINDER_TEXT_MAX = 500
export const KEYWORDS_MAX = 20
export const KEYWORD_MAX = 40

/** Webhooks of one room that are not revoked. */
export const WEBHOOKS_MAX = 20
/** What is posted to one, in bytes, and attachments in it. */
export const WEBHOOK_MAX_BYTES = 262_144
export const WEBHOOK_ATTACHMENTS_MAX = 20
/** Of a key that makes a repeated post harmless, in characters. */
export const IDEMPOTENCY_KEY_MAX = 200

/** Requests of one socket that name one room wait in a queue of this length. */
export const ROOM_QUEUE_MAX = 100
/** Malformed requests after which a socket is closed. */
export const INVALID_MAX = 50

/** How long a client waits for an ack before it asks again. */
export const ACK_TIMEOUT_MS = 8_000
/** The same where the answer holds rows, which may have a thin line to come over. A dead connection is noticed sooner. */
export const ROWS_TIMEOUT_MS = 40_000
/** Time a connection has to say hello. */
export const HELLO_TIMEOUT_MS = 10_000
/** A frame that came early waits this long for the one before it. */
export const REORDER_WAIT_MS = 150
/** After `room:heads` a client that is behind syncs within this time, at random. */
export const HEADS_SPREAD_MS = 500

export const TYPING_SUSTAIN_MS = 300
export const TYPING_REFRESH_MS = 3_000
export const TYPING_EXPIRE_MS = 5_000

export const RECONNECT_BASE_MS = 500
export const RECONNECT_CAP_MS = 30_000
/** Tries after which the client says that it can't get through; it goes on trying. */
export const RECONNECT_TELL_AFTER = 10

export const TOKEN_TTL_MS = 300_000
/** A client uses its token until this long before it ends. */
export const TOKEN_MARGIN_MS = 30_000

/** Messages that a page of a search holds at most, and by default; and what may be typed. */
export const SEARCH_PAGE_MAX = 50
export const SEARCH_PAGE = 20
export const SEARCH_QUERY_MAX = 500

/** What who reports adds in words, and what moderators write. */
export const REPORT_NOTE_MAX = 500
export const MOD_NOTE_MAX = 1_000
export const CLAUSE_MAX = 80
/** A case is its moderator's for this long after what they last did with it. */
export const CASE_LEASE_MS = 600_000
/** Messages on each side that its context shows. */
export const CASE_CONTEXT = 10
/** Open for longer than this, a case is overdue. */
export const CASE_OVERDUE_HOURS = 24
/** Characters of what a case is about that its line in the queue tells. */
export const CASE_TEXT_MAX = 200
/** Cases that one bulk act decides, and what an act may be taken back for. */
export const BULK_MAX = 200
export const UNDO_DAYS = 30
/** Sanctions that end within this are ending soon. */
export const ENDING_HOURS = 48
/** Longest address that a browser's push service may give, in characters. */
export const PUSH_ENDPOINT_MAX = 1_000
