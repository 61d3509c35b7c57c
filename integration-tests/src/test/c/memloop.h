#ifndef MEMLOOP_H
#define MEMLOOP_H

/*
 * Attaches a loop device to a file until its last user ends, by a kill too; writes its path to `device`. Returns a
 * descriptor that keeps it, or -1 with errno.
 */
static inline int attach_loop(int file, char *device, size_t size)
{
	struct loop_config config = { .fd = file, .info = { .lo_flags = LO_FLAGS_AUTOCLEAR } };
	int control = open("/dev/loop-control", O_RDWR | O_CLOEXEC);

	if (control < 0)
		return -1;
	/* another process may take the free one first */
	for (int attempt = 0; attempt < 100; attempt++) {
		int number = ioctl(control, LOOP_CTL_GET_FREE), loop;

		snprintf(device, size, "/dev/loop%d", number);
		loop = number < 0 ? -1 : open(device, O_RDWR | O_CLOEXEC);
		if (loop < 0)
			break;
		if (!ioctl(loop, LOOP_CONFIGURE, &config)) {
			close(control);
			return loop;
		}
		close(loop);
		if (errno != EBUSY)
			break;
	}
	close(control);
	return -1;
}

#endif
