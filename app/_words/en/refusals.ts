/** What the server and the client refuse, by its English sentence; `{}` is what they filled in. English is what they say. */
export default {} as Record<string, string>
