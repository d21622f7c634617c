-- What the people here call their place, and who may make an account; unset: as the environment says.
ALTER TABLE "installation"
  ADD COLUMN "name" TEXT,
  ADD COLUMN "registration" TEXT,
  ADD CONSTRAINT "installation_name_check" CHECK (char_length("name") BETWEEN 1 AND 60),
  ADD CONSTRAINT "installation_registration_check" CHECK ("registration" IN ('open', 'closed'));
