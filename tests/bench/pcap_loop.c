/* The least that a program on libpcap can do with a capture file: take every packet, and count.
 *
 *     pcap_loop FILE        - is standard input
 */
#include <pcap/pcap.h>
#include <stdio.h>

int main(int count, char **words) {
    char error[PCAP_ERRBUF_SIZE] = "usage: pcap_loop FILE";
    pcap_t *capture = count == 2 ? pcap_open_offline(words[1], error) : NULL;
    if (!capture) {
        fprintf(stderr, "pcap_loop: %s\n", error);
        return 1;
    }
    struct pcap_pkthdr *header;
    const unsigned char *bytes;
    unsigned long packets = 0;
    int status;
    while ((status = pcap_next_ex(capture, &header, &bytes)) == 1)
        packets++;
    if (status == PCAP_ERROR)
        fprintf(stderr, "pcap_loop: %s\n", pcap_geterr(capture));
    printf("%lu packets\n", packets);
    pcap_close(capture);
    return status == PCAP_ERROR;
}
