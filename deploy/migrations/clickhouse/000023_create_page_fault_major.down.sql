DROP TABLE IF EXISTS page_fault_major
