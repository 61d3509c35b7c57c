DROP TABLE IF EXISTS process_fd_usage ON CLUSTER '{cluster}' SYNC
