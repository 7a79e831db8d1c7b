create schema studies;

create table studies.study (
  id uuid primary key default gen_random_uuid(),
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  title jsonb not null,
  description jsonb not null,
  kind text not null check (kind in ('asked', 'imported')),
  state text not null check (state in ('design', 'open', 'frozen')),
  synthetic boolean not null,
  example text,
  provenance jsonb not null,
  retain_until date
);
