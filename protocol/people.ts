/** Where a person's picture is. */
export const avatarPath = (id: string): string => `/api/avatars/${id}`
