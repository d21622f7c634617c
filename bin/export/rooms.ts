/**
 * One JSON text a message of a room, in order, with everything that belongs to it: who wrote it, reactions, former versions, files.
 * A deleted message has no words; what a moderator hid is there and says so.
 */
export const MESSAGES = `SELECT json_strip_nulls(json_build_object(
    'id', m.id, 'seq', m.seq, 'author', json_build_object('id', u.id, 'username', u.username, 'displayName', u.display_name),
    'body', m.body, 'createdAt', m.created_at, 'editedAt', m.edited_at, 'deletedAt', m.deleted_at, 'hiddenAt', m.hidden_at,
    'replyTo', m.reply_to, 'pinnedAt', m.pinned_at, 'kind', m.kind,
    'files', (SELECT json_agg(json_build_object('id', a.id, 'name', a.name, 'type', a.type, 'size', a.size) ORDER BY a.id)
      FROM attachment a WHERE a.room_id = m.room_id AND a.message_id = m.id AND a.removed_at IS NULL),
    'reactions', (SELECT json_agg(json_build_object('emoji', r.emoji, 'userId', r.user_id, 'at', r.created_at) ORDER BY r.created_at)
      FROM reaction r WHERE r.room_id = m.room_id AND r.message_id = m.id),
    'before', (SELECT json_agg(json_build_object('body', e.body, 'until', e.edited_at) ORDER BY e.rev)
      FROM message_edit e WHERE e.room_id = m.room_id AND e.message_id = m.id AND m.deleted_at IS NULL)))::text
  FROM message m LEFT JOIN users u ON u.id = m.author_id WHERE m.room_id = $1 ORDER BY m.seq`
