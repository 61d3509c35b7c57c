DROP TABLE IF EXISTS process_exit
