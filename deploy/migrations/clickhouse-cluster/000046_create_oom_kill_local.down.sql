DROP TABLE IF EXISTS oom_kill_local ON CLUSTER '{cluster}' SYNC
