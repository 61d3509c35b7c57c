DROP TABLE IF EXISTS process_fd_usage_local ON CLUSTER '{cluster}' SYNC
