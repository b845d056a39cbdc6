-- Sign-ins at the university that are under way: each ends with its one answer.

CREATE TABLE university_sign_in (
  -- Of a token in the browser's cookie: an answer is taken only from the browser that asked.
  token_hash text PRIMARY KEY,
  state text NOT NULL,
  nonce text NOT NULL,
  code_verifier text NOT NULL,
  expires_at timestamptz NOT NULL
);
