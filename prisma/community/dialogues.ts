import type { Scene } from './rooms.ts'

/**
 * What is talked about. One dialogue is a few lines: `a: …` a speaker and what they say; `>b: …` an answer in the thread
 * of the line before it that is in no thread; `+👍🎉` at the end reactions. `@b` mentions that speaker; words in braces
 * are drawn from `WORDS`.
 */
export const DIALOGUES: Record<Scene['theme'], readonly string[]> = {
  everyday: [
    `a: Good morning! The door code changes on {day}, I'll send it to everybody who has a key. +👍
     b: Thanks for the warning
     c: Will the old one still work over the weekend?
     a: Until {day} evening, then no more.`,
    `a: Has anybody seen a {colour} scarf? I left it here on {day}. +👀
     b: There is one on the hook next to the stairs
     a: That's it! Thank you @b +🎉❤️`,
    `a: Reminder: members' meeting on {day} at {hour}. There will be {food}.
     b: I come for the {food}
     c: I come for the minutes, somebody has to +😂
     >b: You're a hero
     >c: I accept payment in {food}
     >a: Noted in the budget`,
    `a: The heating in the back room makes that noise again.
     b: The *tok tok tok* one?
     a: The *tok tok brrrr* one
     c: I'll bleed the radiators on {day}, that fixed it last winter. +🙏`,
    `a: Somebody parked a cargo bike in front of the fire exit. @all please don't, not even for five minutes.
     b: Sorry, that was me. Moved it.
     a: Thanks! +👍`,
    `a: New people at the open evening yesterday: {number} of them, and two signed up on the spot. +🎉🎉
     b: Welcome! Who are they?
     a: They'll say hello here themselves, I hope.`,
    `a: The printer is out of {colour} ink. Printing in the other colours is as usual.
     b: "As usual" meaning it jams?
     a: Exactly as usual +😂`,
    `a: I have {number} spare tickets for the concert on {day}. First come, first served.
     b: Me! Two please
     c: One for me if any is left
     a: All gone. Have fun! +🎶`,
    `a: Lovely light in the yard right now. Just saying.
     b: Coming out with a coffee
     c: Save me a chair`,
    `a: Does anyone know a dentist who answers the phone?
     b: Mine does, I'll send you the number
     >a: You saved my week
     >b: Tell them I sent you, they'll know what to do`,
  ],
  workshop: [
    `a: The band saw blade is dull, it burns {wood}. Ordered a new one, here by {day}.
     b: Which pitch did you take?
     a: \`6 tpi\`, as always
     b: 👍`,
    `a: How do you glue up {number} boards without them sliding?
     b: A pinch of salt in the glue. Really.
     c: Or two brads with their heads cut off
     >a: Tried the salt. It works and I feel like a chef +😂
     >b: Told you`,
    `a: I finished the {thing}! Three coats of oil, {number} hours of sanding, no regrets. +🎉😍👏
     b: That is beautiful
     c: What's the wood?
     a: {wood}, from the old floor`,
    `a: Who has the {size} mm chisel? It is signed out to nobody and lying nowhere.
     b: In the grinder tray, I sharpened it
     a: And did not put it back
     b: And did not put it back. Sorry. +😅`,
    `a: Safety round on {day} at {hour}: everybody who uses the table saw, please come once. It takes 20 minutes.
     b: I did it in spring, again?
     a: Once a year.
     c: I'll be there`,
    `a: The extractor filter was so full that it had a personality. Emptied it.
     b: Thank you for your service +🙏`,
    `a: For the repair list: {thing}, does not switch on. Fuse is fine.
     b: Switch or cable, then. Bring it on Saturday
     c: I bet on the cable, {number} to one
     >b: It was the switch
     >c: I'll pay in {food}`,
    `a: Rule of the house, again: **sweep before you leave**.
     b: @a it was me, I got a phone call. Sweeping right now.
     a: Forgiven +🧹`,
    `a: Is there any {wood} left on the rack that nobody claims?
     b: Everything without a name and older than two months is free
     a: Then I claim the {size} cm piece with the knot`,
  ],
  garden: [
    `a: The {vegetable} in bed {number} is ready. Take some, or it takes the bed. +🌱
     b: I'll come by at {hour}
     c: Leave me a little for soup please`,
    `a: Who waters this week? I can do {day}.
     b: I take the day after
     c: And I the weekend
     a: Wonderful, that's everybody then. +💧`,
    `a: There are slugs again. Many slugs. A congress of slugs.
     b: Beer traps?
     c: I'd rather drink it with them +😂
     b: Copper tape on the high beds, then.`,
    `a: The bees are very calm today, {number} frames full. Honey by the end of the month, if the weather holds. +🐝🍯
     b: Can I watch next time?
     a: Of course, bring a light-coloured shirt`,
    `a: Frost on {day} night, they say. Please cover the {vegetable}.
     b: Did beds 1 to 6
     c: 7 to 14 done
     >a: Fastest frost protection in town
     >b: We have a reputation to defend`,
    `a: The compost is at {size} °C. It steams. I'm proud of it. +🔥
     b: Our hottest member`,
    `a: Swap: I have too many {vegetable} seedlings, I need {vegetable}.
     b: I have those! Meet at the shed at {hour}?
     a: Deal`,
    `a: The hose leaks at the second coupling. Don't stand where I stood.
     b: Fixed it with the good clamp.
     a: You're the good clamp +❤️`,
  ],
  code: [
    `a: The calendar shows every event an hour early since Sunday.
     b: Summer time. It stores local time without a zone.
     a: Could we store UTC?
     b: Yes: \`starts_at timestamptz\`, then format in the browser. I'll do it on {day}.
     >a: Tried it on my phone, right again
     >b: Deployed`,
    `a: Uptime of the sensor box: {number} days. A record.
     b: Don't jinx it
     c: It's down +😂
     a: You did this`,
    `a: Here is what the door sends now:
\`\`\`json
{ "door": "yard", "open": true, "since": "{hour}" }
\`\`\`
     b: Nice and small. Can it also say who?
     a: It could, but it shouldn't.
     b: Right. +👍`,
    `a: Page speed before: {size}00 kB. After dropping the map: {number}0 kB. +🚀
     b: Did anybody use the map?
     a: One person, to find the map.`,
    `a: Review please: https://example.org/changes/{size} Only {number} lines, half of them tests.
     b: Looking
     b: One question in the second file, otherwise good
     a: Answered, and you're right about the name +👍`,
    `a: Backups ran, restore test ran, all \`{size}\` rows there.
     b: A backup nobody restored is a wish
     a: I'll have that embroidered`,
    `a: Should we use a framework for the sign-up form?
     b: It has four fields
     c: Three. We never use the fourth.
     a: So no. +😂👍`,
    `a: Learning of the day: \`git switch -\` goes back to the branch before.
     b: I have typed that name in full for years
     c: Same`,
  ],
  kitchen: [
    `a: Thursday supper: I'm cooking {food}. Who eats?
     b: Me
     c: Me and one guest
     d: Me, and I bring bread +🍞`,
    `a: Please label what's in the fridge. There is a box that looks at me.
     b: What colour?
     a: It used to be {colour}
     b: Not mine any more +😂`,
    `a: We're out of coffee. This is not a drill.
     b: On my way to the shop, anything else?
     c: Oat milk, and {vegetable} if they look good
     b: Back in half an hour +☕🙏`,
    `a: The recipe for the {food} from last week, as promised:
     a: - {size}0 g flour
- {number} eggs
- salt, patience
- one hour in the oven
     b: How hot?
     a: Hot. 200 °C. +❤️`,
    `a: The dishwasher says \`E{number}\`.
     b: That's the filter. I clean it.
     a: You're an angel with rubber gloves`,
    `a: Allergies for Thursday, please tell me by {day}.
     b: No nuts for me
     c: I eat everything that doesn't eat me first
     >a: That covers most of the menu
     >c: Most?`,
  ],
  planning: [
    `a: The landlord agreed to {number} more years, same rent. Signed. +🎉🎉🥂
     b: WHAT
     c: I'm crying in the supermarket
     a: Tell nobody before {day}, then tell everybody.`,
    `a: Budget: we have {size}0 left for this quarter. Wish list: new vacuum, insurance, {thing}.
     b: Insurance first
     c: Then the vacuum. The old one coughs.
     a: Agreed. The {thing} has to wait.`,
    `a: The neighbours asked about the noise on {day} evening.
     b: We stop the machines at eight, I'll put up a note
     a: And I'll bring them some honey
     >c: Diplomacy
     >a: It works every time`,
    `a: Who has keys now? I count {number} and we made two more.
     b: I gave mine to @c
     c: I have two then
     a: Mystery solved. Please hand one back.`,
    `a: Draft of the newsletter is done, could you read it by {hour}?
     b: Read. Second paragraph says "wood" {number} times
     a: It is a wood workshop
     b: Still. +😂`,
    `a: For the {day}: tables from the yard, lamps from the back room, music from @b?
     b: Yes, and my cousin has speakers
     c: I'm on drinks. How many people?
     a: {size}, give or take`,
    `a: Somebody has to take the minutes. I did it {number} times in a row.
     b: I'll do it
     a: Pinned for posterity +📌`,
  ],
  chat: [
    `a: Are you here on {day}?
     b: From {hour}, why?
     a: I'd like to show you the {thing} before I oil it
     b: Gladly`,
    `a: Did you see the message from the landlord?
     b: Yes. Let's answer together tomorrow
     a: Good, I'll bring {food}`,
    `a: Thank you for yesterday. I needed that.
     b: Always. +❤️`,
    `a: Can you lend me the {size} mm drill bit?
     b: It's in my drawer, take it
     a: Which drawer?
     b: The one that doesn't open. Lift and pull. +😂`,
    `a: I'm ten minutes late
     b: I'm fifteen, so you're early`,
    `a: What do you think of a second open evening each month?
     b: In summer yes, in winter we'd sit here alone
     a: True. April to September, then.
     b: 👍`,
    `a: https://example.org/lamps/{size} the second one, for the back room?
     b: The warmer one below it, I'd say
     a: You're right. Ordered.`,
  ],
}

/** What the braces stand for. */
export const WORDS: Record<string, readonly string[]> = {
  day: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  hour: ['9:30', '10:00', '14:00', '16:30', '18:00', '19:30'],
  number: ['3', '4', '5', '6', '7', '8', '9', '11', '12', '14'],
  size: ['12', '16', '18', '22', '24', '36', '42', '48', '64', '80'],
  colour: ['red', 'green', 'blue', 'yellow', 'grey', 'orange', 'purple'],
  wood: ['oak', 'ash', 'larch', 'walnut', 'birch', 'cherry', 'pine'],
  thing: ['stool', 'bookshelf', 'lamp', 'workbench', 'radio', 'toaster', 'sewing machine', 'bird house', 'chessboard'],
  food: ['lentil soup', 'dumplings', 'apple cake', 'risotto', 'jollof rice', 'pierogi', 'shakshuka', 'plum cake'],
  vegetable: ['courgettes', 'tomatoes', 'chard', 'pumpkins', 'peas', 'beetroot', 'kale', 'beans'],
}
