#include <stdio.h>

int main(void)
{
	puts("zabota " ZABOTA_VERSION);
	return 0;
}
