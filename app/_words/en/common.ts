export default {
  optional: 'optional',
}
