DROP TABLE IF EXISTS process_fd_usage
