-- roles: collector
-- The database's own statistics keep samples of what lies in a table: of a day's deposits they would stay when the day is gone.
alter table deposits.staged
  alter column study_id set statistics 0,
  alter column receipt set statistics 0,
  alter column sealed set statistics 0,
  alter column withdrawal_hash set statistics 0;
alter table deposits.batched alter column sealed set statistics 0, alter column withdrawal_hash set statistics 0;
alter table deposits.spent alter column nullifier set statistics 0, alter column request set statistics 0;
