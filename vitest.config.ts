import { defineConfig } from 'vitest/config'

const slow = ['**/*.slow.test.ts']

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{protocol,client,server,app,bin,bench}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.integration.test.ts', ...slow],
          setupFiles: ['app/_words/testing.ts'],
        },
      },
      {
        test: {
          name: 'integration',
          include: ['{client,server,bin,prisma}/**/*.integration.test.ts'],
          globalSetup: ['server/testing/global.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'slow',
          include: ['{client,server,bin,prisma}/**/*.slow.test.ts'],
          globalSetup: ['server/testing/global.ts'],
          testTimeout: 300_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
