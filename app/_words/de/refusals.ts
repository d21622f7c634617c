import type en from '../en/refusals.ts'

const words: typeof en = {
  'This account may not connect.': 'Dieses Konto darf sich nicht verbinden.',
  'You are banned here.': 'Du bist hier gesperrt.',
  'They are banned here.': 'Diese Person ist hier gesperrt.',
  'The server refused.': 'Der Server hat abgelehnt.',
  'That username is taken, or looks like one that is.': 'Dieser Benutzername ist vergeben oder sieht aus wie ein vergebener.',
  'This file id is taken. Send it under a new one.': 'Diese Dateikennung ist vergeben. Sende die Datei unter einer neuen.',
  'The file ends elsewhere.': 'Die Datei endet an anderer Stelle.',
  'The file is not whole.': 'Die Datei ist nicht vollständig.',
  'A message carries this file: delete the message.': 'Eine Nachricht trägt diese Datei: Lösche die Nachricht.',
  'Somebody or a group has that name, or one that looks like it.':
    'Jemand oder eine Gruppe hat diesen Namen oder einen, der so aussieht.',
  'This reminder was removed. Add it under a new id.': 'Diese Erinnerung wurde entfernt. Lege eine neue an.',
  'It is sent already.': 'Sie ist schon gesendet.',
  'This message does not ask to be confirmed.': 'Diese Nachricht bittet nicht um Bestätigung.',
  'This message id is taken. Send it under a new one.':
    'Diese Nachrichtenkennung ist vergeben. Sende die Nachricht unter einer neuen.',
  'This message has as many different reactions as it can hold.':
    'Diese Nachricht hat so viele verschiedene Reaktionen, wie sie fasst.',
  'A file of this message is not there any more. Attach it again.':
    'Eine Datei dieser Nachricht ist nicht mehr da. Häng sie noch einmal an.',
  'There is a room of this name.': 'Es gibt schon einen Raum mit diesem Namen.',
  'A room needs an owner. Make somebody else owner first.': 'Ein Raum braucht einen Besitzer. Mach zuerst jemand anderen dazu.',
  'This message was deleted.': 'Diese Nachricht wurde gelöscht.',
  'This request came from another site.': 'Diese Anfrage kam von einer anderen Website.',
  'The first account needs the set-up link that was printed where the server was started.':
    'Das erste Konto braucht den Einrichtungslink, der dort ausgegeben wurde, wo der Server gestartet wurde.',
  'Registration is closed here. Ask an admin of this server for an account.':
    'Hier können keine Konten angelegt werden. Bitte einen Admin dieses Servers um eines.',
  'The last owner stays owner. Make somebody else owner first.':
    'Der letzte Besitzer bleibt Besitzer. Mach zuerst jemand anderen dazu.',
  'Make the first account with the set-up link that was printed where the server was started.':
    'Lege das erste Konto mit dem Einrichtungslink an, der dort ausgegeben wurde, wo der Server gestartet wurde.',
  'Only the owners and admins of this server see that.': 'Das sehen nur die Besitzer und Admins dieses Servers.',
  'You may not add emoji here.': 'Du darfst hier keine Emoji hinzufügen.',
  'Only who added an emoji, and the people who run this server, remove it.':
    'Ein Emoji entfernt nur, wer es hinzugefügt hat oder diesen Server betreibt.',
  'Only the owners and admins of this server can change groups.': 'Gruppen ändern nur die Besitzer und Admins dieses Servers.',
  'This account is closed.': 'Dieses Konto ist geschlossen.',
  'This account was closed.': 'Dieses Konto wurde geschlossen.',
  'Only its author and the room’s moderators see who confirmed it.':
    'Wer bestätigt hat, sehen nur der Autor und die Moderatoren des Raums.',
  'Only its author or a moderator can remove the preview of this message.':
    'Die Vorschau dieser Nachricht entfernen nur ihr Autor oder ein Moderator.',
  'This room is archived: it can be read, not written in.':
    'Dieser Raum ist archiviert: Er kann gelesen, aber nicht beschrieben werden.',
  'This room is for announcements: its owners and moderators write here.':
    'Dieser Raum ist für Ankündigungen: Hier schreiben seine Besitzer und Moderatoren.',
  'Only its author can do that to this message.': 'Das kann mit dieser Nachricht nur ihr Autor tun.',
  'Only a room’s owner or moderator can ask for confirmation, and nobody in a thread.':
    'Um Bestätigung bitten nur Besitzer und Moderatoren eines Raums, in einem Thread niemand.',
  'This message does not ask you to confirm it.': 'Diese Nachricht bittet dich nicht um Bestätigung.',
  'Only the owners and admins of this server can tell everybody something.':
    'Allen etwas mitteilen können nur die Besitzer und Admins dieses Servers.',
  'Guests can’t make rooms.': 'Gäste können keine Räume anlegen.',
  'This room is archived.': 'Dieser Raum ist archiviert.',
  'A direct conversation can’t be left. Mute it instead.':
    'Eine Unterhaltung kann nicht verlassen werden. Schalte sie stattdessen stumm.',
  'The people of a direct conversation never change. Start a new one.':
    'Die Leute einer Unterhaltung ändern sich nie. Beginne eine neue.',
  'You can’t remove somebody of your own rank or above.':
    'Wer denselben oder einen höheren Rang hat, den kannst du nicht entfernen.',
  'Only a room can be changed, not a conversation or a thread.':
    'Ändern lässt sich nur ein Raum, keine Unterhaltung und kein Thread.',
  'Join the room first.': 'Tritt zuerst dem Raum bei.',
  'Their role is not below yours.': 'Die Rolle dieser Person ist nicht niedriger als deine.',
  'Send JSON, with Content-Type: application/json.': 'Sende JSON, mit Content-Type: application/json.',
  'This is not JSON.': 'Das ist kein JSON.',
  'This request can’t be read.': 'Diese Anfrage ist nicht lesbar.',
  'Check what is marked.': 'Prüfe, was markiert ist.',
  'A message needs some text.': 'Eine Nachricht braucht etwas Text.',
  'The message holds characters that can’t be sent.': 'Die Nachricht enthält Zeichen, die nicht gesendet werden können.',
  'A room’s first message is 1.': 'Die erste Nachricht eines Raums ist 1.',
  'This is no PNG, GIF, WebP or JPEG that can be read.': 'Das ist kein lesbares PNG, GIF, WebP oder JPEG.',
  'This time is over already.': 'Diese Zeit ist schon vorbei.',
  'At most a year ahead.': 'Höchstens ein Jahr im Voraus.',
  'Write something first.': 'Schreib zuerst etwas.',
  'A room needs a name.': 'Ein Raum braucht einen Namen.',
  'This name holds invisible characters.': 'Dieser Name enthält unsichtbare Zeichen.',
  'Invite them to the room of this thread.': 'Lade in den Raum dieses Threads ein.',
  'A thread can’t have threads of its own.': 'Ein Thread kann keine eigenen Threads haben.',
  'This page does not exist.': 'Diese Seite gibt es nicht.',
  'There is no such time zone.': 'Diese Zeitzone gibt es nicht.',
  'This section keeps its name.': 'Dieser Abschnitt behält seinen Namen.',
  'Say where this part begins.': 'Sag, wo dieser Teil beginnt.',
  'The request broke off.': 'Die Anfrage brach ab.',
  'There is nothing in this part.': 'In diesem Teil ist nichts.',
  'You are muted here for now.': 'Du bist hier vorerst stummgeschaltet.',
  'There is nothing here.': 'Hier ist nichts.',
  'There is no such emoji.': 'Dieses Emoji gibt es nicht.',
  'The files of this message are not on this device any more. Attach them again.':
    'Die Dateien dieser Nachricht sind nicht mehr auf diesem Gerät. Häng sie noch einmal an.',
  'A file of this message is not on this device any more. Attach it again.':
    'Eine Datei dieser Nachricht ist nicht mehr auf diesem Gerät. Häng sie noch einmal an.',
  'There is no such file.': 'Diese Datei gibt es nicht.',
  'There is no such group.': 'Diese Gruppe gibt es nicht.',
  'There is no such reminder.': 'Diese Erinnerung gibt es nicht.',
  'There is no such message to be sent.': 'Diese zu sendende Nachricht gibt es nicht.',
  'There is no such room or message.': 'Diesen Raum oder diese Nachricht gibt es nicht.',
  'The message it replies to is not in this room.': 'Die Nachricht, auf die sie antwortet, ist nicht in diesem Raum.',
  'There is no such notice.': 'Diese Mitteilung gibt es nicht.',
  'There is no such room.': 'Diesen Raum gibt es nicht.',
  'One of these people does not exist.': 'Eine dieser Personen gibt es nicht.',
  'They are not in this room.': 'Diese Person ist nicht in diesem Raum.',
  'There is no such person.': 'Diese Person gibt es nicht.',
  'There is no such message.': 'Diese Nachricht gibt es nicht.',
  'There is nobody of that name.': 'So heißt hier niemand.',
  'There is no such session.': 'Diese Sitzung gibt es nicht.',
  'This section was deleted.': 'Dieser Abschnitt wurde gelöscht.',
  'There is no such section.': 'Diesen Abschnitt gibt es nicht.',
  'This is more than 16 KB.': 'Das sind mehr als 16 KB.',
  'The message is longer than 100 KB.': 'Die Nachricht ist länger als 100 KB.',
  'The file has more bytes than it was said to have.': 'Die Datei hat mehr Bytes als angekündigt.',
  'A draft holds at most 100 KB.': 'Ein Entwurf fasst höchstens 100 KB.',
  'You are connected from too many places at once.': 'Du bist von zu vielen Orten zugleich verbunden.',
  'That did not work just now. Try again in a moment.': 'Das ging gerade nicht. Versuch es gleich noch einmal.',
  'Nobody is signed in here.': 'Hier ist niemand angemeldet.',
  'The server did not answer.': 'Der Server hat nicht geantwortet.',
  'There is no connection.': 'Es besteht keine Verbindung.',
  'The server can’t be reached.': 'Der Server ist nicht erreichbar.',
  'The session is over.': 'Die Sitzung ist zu Ende.',
  'The file could not be sent just now.': 'Die Datei konnte gerade nicht gesendet werden.',
  'A message carries at most {} files. Send the others in another one.':
    'Eine Nachricht trägt höchstens {} Dateien. Sende die anderen in einer weiteren.',
  '“{}” is empty: there is nothing to send.': '„{}“ ist leer: Es gibt nichts zu senden.',
  '“{}” is larger than the {} MB a file may have here. Make it smaller, or share a link to it.':
    '„{}“ ist größer als die {} MB, die eine Datei hier haben darf. Mach sie kleiner oder teile einen Link darauf.',
  'This was written more than a day ago and never sent.': 'Das wurde vor mehr als einem Tag geschrieben und nie gesendet.',
  '{} messages wait to be sent already: send or discard some of them first.':
    'Schon {} Nachrichten warten auf das Senden: Sende oder verwirf zuerst einige.',
  'There is no “{}:”. To search for it as text, put it in quotes.':
    'Es gibt kein „{}:“. Um es als Text zu suchen, setz es in Anführungszeichen.',
  'Say who after from:, like from:@ann or from:me.': 'Sag nach from:, von wem, etwa from:@ann oder from:me.',
  'Say which room after in:, like in:#general.': 'Sag nach in:, in welchem Raum, etwa in:#general.',
  'A day can’t be excluded: use before: and after:.': 'Ein Tag kann nicht ausgeschlossen werden: Nimm before: und after:.',
  'Say a day after {}:, like {}:2026-03-31, {}:2026-03 or {}:yesterday.':
    'Sag nach {}: einen Tag, etwa {}:2026-03-31, {}:2026-03 oder {}:yesterday.',
  'After has: stands {}.': 'Nach has: steht {}.',
  'After is: stands {}.': 'Nach is: steht {}.',
  'An order can’t be excluded: take it away.': 'Eine Reihenfolge kann nicht ausgeschlossen werden: Lass sie weg.',
  'After sort: stands {}.': 'Nach sort: steht {}.',
  'Too many tries. Wait {} {}, then try again.': 'Zu viele Versuche. Warte {} Sekunden und versuch es dann noch einmal.',
  'That username and password do not match.': 'Benutzername und Passwort passen nicht zusammen.',
  'There are {} emoji already: remove one first.': 'Es gibt schon {} Emoji: Entferne zuerst eines.',
  'There is an emoji :{}: already.': 'Es gibt schon ein Emoji :{}:.',
  'A picture has at most {} KB.': 'Ein Bild hat höchstens {} KB.',
  'A picture has at most {} frames and 16 megapixels.': 'Ein Bild hat höchstens {} Einzelbilder und 16 Megapixel.',
  'This address has ended. Ask for the file again.': 'Diese Adresse ist abgelaufen. Frag noch einmal nach der Datei.',
  '“{}” is a {} picture, which can’t be shown here, and may tell where it was taken. Save it as JPEG or PNG, or send it inside a ZIP file.':
    '„{}“ ist ein {}-Bild, das hier nicht gezeigt werden kann und verraten mag, wo es entstand. Speichere es als JPEG oder PNG oder sende es in einer ZIP-Datei.',
  '“{}” is not the {} its name says. Give it the ending of what it is, or send it inside a ZIP file.':
    '„{}“ ist kein {}, wie der Name sagt. Gib der Datei die Endung dessen, was sie ist, oder sende sie in einer ZIP-Datei.',
  '“{}” is too large a picture: at most 50 megapixels, {} frames and {} MB. Make it smaller, or send it inside a ZIP file.':
    '„{}“ ist ein zu großes Bild: höchstens 50 Megapixel, {} Einzelbilder und {} MB. Mach es kleiner oder sende es in einer ZIP-Datei.',
  '“{}” can’t be read as a picture: it is damaged. Save it again, or send it inside a ZIP file.':
    '„{}“ ist als Bild nicht lesbar: Die Datei ist beschädigt. Speichere sie neu oder sende sie in einer ZIP-Datei.',
  'Your files may take {} MB together, and this one does not fit. Delete messages with files that you no longer need.':
    'Deine Dateien dürfen zusammen {} MB einnehmen, und diese passt nicht mehr. Lösche Nachrichten mit Dateien, die du nicht mehr brauchst.',
  'Files can’t be stored right now.': 'Dateien können gerade nicht gespeichert werden.',
  'This server has no room left for files. Tell the people who run it; yours waits here and is sent then.':
    'Dieser Server hat keinen Platz mehr für Dateien. Sag es denen, die ihn betreiben; deine wartet hier und wird dann gesendet.',
  'This file was begun elsewhere just now.': 'Diese Datei wurde eben anderswo begonnen.',
  'There are {} groups already.': 'Es gibt schon {} Gruppen.',
  '“{}” is too short: a keyword has at least two letters or digits.':
    '„{}“ ist zu kurz: Ein Stichwort hat mindestens zwei Buchstaben oder Ziffern.',
  'You have {} reminders already: finish some of them first.': 'Du hast schon {} Erinnerungen: Erledige zuerst einige.',
  'You have saved {} messages already: let some of them go first.':
    'Du hast dir schon {} Nachrichten gemerkt: Lass zuerst einige los.',
  '{} messages of yours wait to be sent already.': 'Schon {} Nachrichten von dir warten auf das Senden.',
  'They were reminded just now.': 'Sie wurden eben erst erinnert.',
  'Messages can’t be stored right now.': 'Nachrichten können gerade nicht gespeichert werden.',
  'A room holds at most {} pins. Unpin one first.': 'In einem Raum sind höchstens {} Nachrichten angeheftet. Löse zuerst eine.',
  'This room is in slow mode.': 'In diesem Raum gilt der langsame Modus.',
  'A message holds at most {} KB.': 'Eine Nachricht fasst höchstens {} KB.',
  'This can’t be stored right now.': 'Das kann gerade nicht gespeichert werden.',
  '{} notices stand already: withdraw one of them first.': 'Es bestehen schon {} Mitteilungen: Zieh zuerst eine zurück.',
  'Only a room’s owner or moderator can change that.': 'Das ändern nur Besitzer und Moderatoren eines Raums.',
  'At most {} people talk directly. Make a room instead.':
    'Höchstens {} Leute reden direkt miteinander. Lege stattdessen einen Raum an.',
  'Only a room’s owner can say who governs it.': 'Wer einen Raum leitet, bestimmt nur sein Besitzer.',
  'Only a room’s owner or moderator can remove people.': 'Leute entfernen nur Besitzer und Moderatoren eines Raums.',
  'Search for at most {} words at once.': 'Such höchstens {} Wörter auf einmal.',
  'Type what to look for.': 'Gib ein, was du suchst.',
  'Name one room after in:, or none.': 'Nenn nach in: einen Raum oder keinen.',
  'A thread can’t be excluded: exclude its room.': 'Ein Thread kann nicht ausgeschlossen werden: Schließ seinen Raum aus.',
  'You are signed out. Sign in again.': 'Du bist abgemeldet. Melde dich wieder an.',
  'This connection has no valid token. Sign in again.': 'Diese Verbindung hat keine gültige Berechtigung. Melde dich wieder an.',
  'This token has ended. Ask for a fresh one.': 'Diese Berechtigung ist abgelaufen. Hol eine neue.',
  'This token is not good yet: the clocks of two hosts differ. Ask for a fresh one.':
    'Diese Berechtigung gilt noch nicht: Die Uhren zweier Rechner gehen verschieden. Hol eine neue.',
  'A sidebar holds {} sections.': 'Eine Seitenleiste fasst {} Abschnitte.',
  'Too many files come in at once.': 'Zu viele Dateien kommen auf einmal an.',
  'A part has at most {} bytes.': 'Ein Teil hat höchstens {} Byte.',
  'There is no such request.': 'Diese Anfrage gibt es nicht.',
  'This room is too busy.': 'In diesem Raum ist zu viel los.',
  'That was too fast.': 'Das war zu schnell.',
  'Say session:hello first.': 'Sag zuerst session:hello.',
  'Something went wrong here. It will be tried again.': 'Hier ging etwas schief. Es wird noch einmal versucht.',
  'This request is malformed.': 'Diese Anfrage ist fehlerhaft.',
  'Try again in a moment.': 'Versuch es gleich noch einmal.',
  'This node is shutting down.': 'Dieser Knoten fährt herunter.',
  'This connection brings no token.': 'Diese Verbindung bringt keine Berechtigung mit.',
  'This server speaks version {}. Reload the page.': 'Dieser Server spricht Version {}. Lade die Seite neu.',
  'This connection is closed.': 'Diese Verbindung ist geschlossen.',
  'Your rooms change too fast. Try again in a moment.': 'Deine Räume ändern sich zu schnell. Versuch es gleich noch einmal.',
  'Too much waits for this room already.': 'Für diesen Raum wartet schon zu viel.',
  'Only pictures are described.': 'Nur Bilder werden beschrieben.',
  'A scheduled message carries this file: cancel that message.':
    'Eine geplante Nachricht trägt diese Datei: Brich diese Nachricht ab.',
  'There is no such webhook.': 'Diesen Webhook gibt es nicht.',
  'Only a room’s owner or moderator has to do with its webhooks.':
    'Mit den Webhooks eines Raums haben nur Besitzer und Moderatoren zu tun.',
  'Only a room has webhooks, not a conversation or a thread.': 'Webhooks hat nur ein Raum, keine Unterhaltung und kein Thread.',
  'A room has at most {} webhooks. Revoke one first.': 'Ein Raum hat höchstens {} Webhooks. Widerrufe zuerst einen.',
  'This name can’t be used.': 'Dieser Name kann nicht verwendet werden.',
  'Sign out and in again, then do this within {} minutes.':
    'Melde dich ab und wieder an und mach das dann innerhalb von {} Minuten.',
  'That is not your password.': 'Das ist nicht dein Passwort.',
  'This server sends no mail. Ask an admin of it for a link.':
    'Dieser Server verschickt keine E-Mails. Bitte einen Admin um einen Link.',
  'This link was used already or has ended. Ask for a new one.':
    'Dieser Link wurde schon verwendet oder gilt nicht mehr. Fordere einen neuen an.',
  'Owners and admins of this server do that.': 'Das machen die Besitzer und Admins dieses Servers.',
  'Change your own password in your settings.': 'Dein eigenes Passwort änderst du in deinen Einstellungen.',
  'That took too long. Sign in with your password again.':
    'Das hat zu lange gedauert. Melde dich noch einmal mit deinem Passwort an.',
  'That took too long. Sign in again.': 'Das hat zu lange gedauert. Melde dich noch einmal an.',
  'That took too long. Try again.': 'Das hat zu lange gedauert. Versuch es noch einmal.',
  'That took too long. Begin again.': 'Das hat zu lange gedauert. Beginne noch einmal.',
  'This passkey is not known here. Sign in another way.': 'Dieser Passkey ist hier nicht bekannt. Melde dich anders an.',
  'This passkey can’t be checked. Begin again.': 'Dieser Passkey lässt sich nicht prüfen. Beginne noch einmal.',
  'This passkey is somebody’s already.': 'Dieser Passkey gehört schon jemandem.',
  'You have {} passkeys. Remove one first.': 'Du hast {} Passkeys. Entferne zuerst einen.',
  'There is no such passkey.': 'Diesen Passkey gibt es nicht.',
  'This is your only way in. Add a password first.': 'Das ist dein einziger Zugang. Füge zuerst ein Passwort hinzu.',
  'A second step is on already. Turn it off first.': 'Ein zweiter Schritt ist schon an. Schalte ihn zuerst aus.',
  'Type six digits.': 'Gib sechs Ziffern ein.',
  'Codes can’t be checked: this server’s secret was changed. Use a recovery code, or ask an admin.':
    'Codes lassen sich nicht prüfen: Das Geheimnis dieses Servers wurde geändert. Nimm einen Wiederherstellungscode oder frag einen Admin.',
  'This link was used already or has ended. Change the address again.':
    'Dieser Link wurde schon verwendet oder gilt nicht mehr. Ändere die Adresse noch einmal.',
  'This address can’t be used here. Choose another.': 'Diese Adresse kann hier nicht verwendet werden. Wähle eine andere.',
  'That is not your username.': 'Das ist nicht dein Benutzername.',
  'You are the only owner of this server. Make somebody else owner first, then delete your account.':
    'Du bist der einzige Besitzer dieses Servers. Mach zuerst jemand anderen dazu und lösche dann dein Konto.',
  'The password {}.': 'Das Passwort {}.',
  'This code {}.': 'Dieser Code {}.',
  'This is not your password.': 'Das ist nicht dein Passwort.',
  'This is not your username.': 'Das ist nicht dein Benutzername.',
  'This must be six digits.': 'Das muss aus sechs Ziffern bestehen.',
  'This is missing.': 'Das fehlt.',
  'This must have at least {} characters.': 'Das muss mindestens {} Zeichen haben.',
  'This must have at most {} characters.': 'Das darf höchstens {} Zeichen haben.',
  'This must be an address like name@example.org.': 'Das muss eine Adresse wie name@example.org sein.',
  'This is neither a code of your app nor one of your recovery codes.':
    'Das ist weder ein Code deiner App noch einer deiner Wiederherstellungscodes.',
  'This is not asked for any more: begin again.': 'Das ist nicht mehr gefragt: Beginne noch einmal.',
  'This does not match. It changes every {} seconds: type the one that is shown now.':
    'Das stimmt nicht. Er wechselt alle {} Sekunden: Gib den ein, der jetzt angezeigt wird.',
  'This was used already. Wait for the next one.': 'Das wurde schon verwendet. Warte auf den nächsten.',
  'This is right for a clock that is {} min behind. Have the device with the app set its clock by itself, then type the new code.':
    'Das stimmt für eine Uhr, die {} Min. nachgeht. Lass das Gerät mit der App seine Uhr selbst stellen und gib dann den neuen Code ein.',
  'This is right for a clock that is {} min ahead. Have the device with the app set its clock by itself, then type the new code.':
    'Das stimmt für eine Uhr, die {} Min. vorgeht. Lass das Gerät mit der App seine Uhr selbst stellen und gib dann den neuen Code ein.',
  'It was made more than a day ago.': 'Sie ist über einen Tag alt.',
  'You are no longer in the room.': 'Du bist nicht mehr in dem Raum.',
  'There is no such picture.': 'Dieses Bild gibt es nicht.',
  'Only the owners of this server can change that.': 'Das ändern nur die Besitzer dieses Servers.',
  'Choose a time to come.': 'Wähle einen Zeitpunkt, der noch kommt.',
  'That is you.': 'Das bist du.',
  'At most {} people can be blocked or muted.': 'Höchstens {} Personen können blockiert oder stumm sein.',
  'Whoever runs this server can’t be blocked. Mute them instead.':
    'Wer diesen Server betreibt, lässt sich nicht blockieren. Schalte die Person stattdessen stumm.',
  'This browser is not subscribed.': 'Dieser Browser ist nicht angemeldet, Benachrichtigungen zu bekommen.',
}
export default words
