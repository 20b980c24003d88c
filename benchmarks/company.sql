-- A company of :people people in a hundredth as many workspaces, three years in: what is settled, and a little that is due.
INSERT INTO workspace (id, created_at, models_allowed)
SELECT 'T' || lpad(n::text, 5, '0'), '2023-05-08', true FROM generate_series(0, :people / 100 - 1) n;

INSERT INTO member (workspace_id, id, dm_channel, created_at)
SELECT 'T' || lpad((n / 100)::text, 5, '0'), 'U' || lpad(n::text, 7, '0'), 'D' || lpad(n::text, 7, '0'), '2023-05-08'
FROM generate_series(0, :people - 1) n;

CREATE TEMPORARY TABLE person AS SELECT workspace_id, id AS member_id, substr(id, 2)::int AS nth FROM member;

INSERT INTO profile (id, workspace_id, member_id, zone, weekday, hour, metrics, nudge_at, every, unanswered, review_days,
                     help, created_at)
SELECT gen_random_uuid(), workspace_id, member_id, 'Europe/Berlin', 4, 15, '[]',
       timestamptz '2026-05-08 13:00Z' + (nth % 10080 - 20) * interval '1 minute', 1, 0, '[30, 60]',
       CASE WHEN nth % 50 = 0 THEN 'always' ELSE 'reframe' END, '2023-05-08'
FROM person;

INSERT INTO evidence (id, workspace_id, member_id, source_key, kept, text, folded, answers, details, revision, kind,
                      kind_decided, metric_decided, language, created_at, happened_on)
SELECT gen_random_uuid(), workspace_id, member_id, 'e' || n, n <> 7 OR nth % 100 > 0,
       'Shipped the new onboarding flow; activation went from 20% to 31% in the weeks that followed ' || n,
       'shipped the new onboarding flow; activation went from 20% to 31% in the weeks that followed ' || n, '{}', '{}', 1,
       (ARRAY['decision', 'metric', 'trust', 'problem', 'output'])[1 + n % 5], false, false, 'en',
       timestamptz '2026-05-08 12:30Z' - (n * 29 + nth % 29) * interval '1 day' - nth % 50 * interval '1 minute',
       CASE WHEN n % 8 = 0 THEN date '2026-05-07' - n * 29 END
FROM person, generate_series(0, 37) n;

INSERT INTO job (id, workspace_id, member_id, kind, evidence_id, source_key, revision, tone, state, attempts, due_at,
                 created_at)
SELECT gen_random_uuid(), workspace_id, member_id, 'reframe', id, 'j' || source_key, 1, 'manager',
       CASE WHEN created_at > timestamptz '2026-05-08 12:00Z' AND hashtext(id::text) % 8 = 0 THEN 'ready' ELSE 'done' END,
       1, created_at, created_at
FROM evidence WHERE hashtext(id::text) % 3 = 0;

INSERT INTO draft (id, workspace_id, member_id, evidence_id, job_id, revision, coach, tone, verdict, body, created_at)
SELECT gen_random_uuid(), workspace_id, member_id, evidence_id, id, 1, 'rules', 'manager', 'drafted', '{"outcome": []}',
       created_at
FROM job WHERE state = 'done';

INSERT INTO delivery (id, workspace_id, member_id, kind, subject_id, state, attempts, due_at, tried_at, channel, ts,
                      created_at, sent_at)
SELECT gen_random_uuid(), workspace_id, member_id, 'draft', id, 'sent', 1, created_at, created_at, 'D1', '1', created_at,
       created_at
FROM draft;

INSERT INTO nudge (id, workspace_id, member_id, week, template, sentence, state, created_at)
SELECT gen_random_uuid(), workspace_id, member_id, to_char(day, 'IYYY-"W"IW'), 'pattern.' || n % 12, 'Did it move? ' || n,
       'asked', day
FROM person, generate_series(1, 26) n, LATERAL (SELECT timestamptz '2026-05-08 13:00Z' - n * interval '7 days' AS day) d;

INSERT INTO delivery (id, workspace_id, member_id, kind, subject_id, state, attempts, due_at, channel, created_at, sent_at)
SELECT gen_random_uuid(), workspace_id, member_id, 'nudge', id,
       CASE WHEN hashtext(id::text) % 400 = 0 THEN 'ready' WHEN hashtext(id::text) % 4000 = 1 THEN 'doubt' ELSE 'sent' END,
       1, created_at, 'D1', created_at, created_at
FROM nudge;

INSERT INTO launch (id, workspace_id, member_id, source_key, name, stakeholders, ships_on, late, state, created_at)
SELECT gen_random_uuid(), workspace_id, member_id, 'l' || n, 'Onboarding ' || n, '[]',
       date '2026-06-01' - n * 90 - nth % 90, false, 'planned', '2025-05-08'
FROM person, generate_series(0, 5) n;

INSERT INTO review (id, workspace_id, member_id, launch_id, day, round, due_on, due_at, state, created_at)
SELECT gen_random_uuid(), workspace_id, member_id, id, day, 1, ships_on + day,
       (ships_on + day)::timestamptz + interval '13 hours',
       CASE WHEN ships_on + day < date '2026-05-08' THEN 'answered' ELSE 'waiting' END, created_at
FROM launch, unnest(ARRAY[30, 60]) day;

INSERT INTO share (id, workspace_id, member_id, review_id, source_key, target, text, state, created_at)
SELECT gen_random_uuid(), workspace_id, member_id, id, 's' || id, 'C1', '',
       CASE WHEN hashtext(id::text) % 2000 = 0 THEN 'promised' ELSE 'posted' END, created_at
FROM review WHERE state = 'answered' AND day = 30;

INSERT INTO model_call (id, workspace_id, member_id, model, prompt, outcome, tokens_in, tokens_out, milliseconds, created_at)
SELECT gen_random_uuid(), workspace_id, member_id, 'small', 'reframe@00000000', 'answered', 900, 300, 2500, created_at
FROM job, generate_series(1, 3);

DROP TABLE person;

ANALYZE;
