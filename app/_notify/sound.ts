'use client'

import type { Chosen } from '#app/_preferences/choices.ts'

type Sound = Exclude<Chosen<'sound'>, 'off'>

/** Hertz, and when each note begins (s). */
const notes: Record<Sound, [number, number][]> = {
  knock: [
    [392, 0],
    [392, 0.13],
  ],
  chime: [
    [659.3, 0],
    [987.8, 0.11],
  ],
}
const LASTS = 0.22
const LOUD = 0.12

let context: AudioContext | null = null

/** Plays a short sound, made here. A browser that wants a click first stays silent until there was one. */
export function play(sound: Chosen<'sound'>) {
  if (sound === 'off') return
  context ??= new AudioContext()
  const { currentTime, destination } = context
  for (const [hertz, after] of notes[sound]) {
    const [tone, volume] = [context.createOscillator(), context.createGain()]
    const at = currentTime + 0.02 + after
    tone.type = sound === 'knock' ? 'triangle' : 'sine'
    tone.frequency.value = hertz
    volume.gain.setValueAtTime(0, at)
    volume.gain.linearRampToValueAtTime(LOUD, at + 0.01)
    volume.gain.exponentialRampToValueAtTime(0.0001, at + LASTS)
    tone.connect(volume).connect(destination)
    tone.start(at)
    tone.stop(at + LASTS)
  }
}
