DROP TABLE IF EXISTS process_exit_local ON CLUSTER '{cluster}' SYNC
