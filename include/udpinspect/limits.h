/*
 * Every bound on what comes from outside: from the wire, from files, from the command line. Each number stands here, and nowhere else,
 * with what it bounds and with what is said where there is more:
 *
 *     note: CODE       of the packet: udpi_note_kinds
 *     says: "WORDS"    in a message, or in the totals
 *     marks: "WORDS"   in the output, at the place
 *
 * `option:` is what chooses another bound, where there is such. tests/tree/check_limits.py holds this list to that, and sees that each
 * limit has a test. The size that a format gives something (a MAC address) is no limit; the least and the most of a number on the
 * command line stand in the table of options.
 */
#ifndef UDPINSPECT_LIMITS_H
#define UDPINSPECT_LIMITS_H

/* --- a packet ----------------------------------------------------------------------------------------------------- */

enum {
    UDPI_MAX_FRAME = (1 << 20) - 1, /* bytes of a frame that are decoded; note: frame-too-long */
    UDPI_MAX_DEPTH = 32,            /* headers in each other; note: too-many-layers */
    UDPI_MAX_LAYERS = 40,           /* with the payload and the leftovers; note: too-many-layers */
    UDPI_MAX_BUFFERS = 4,           /* the frame, and reassembled datagrams in each other; note: too-many-layers */
    UDPI_MAX_VALUES = 1024,         /* a full message of NetFlow version 5 has 600; note: too-many-values */
    UDPI_MAX_NOTES = 32,            /* one of them says that there are more; note: too-many-notes */
    UDPI_DEEPEST_LIST = 10,         /* values of a list in lists of options: an element adds up to four, and a value has
                                       four bits for its depth; note: too-many-layers */
    UDPI_BENCODE_DEEPEST = 16,      /* lists and dictionaries in each other; note: too-many-layers */
    UDPI_LONGEST_DOMAIN = 255,      /* bytes with the length of each label: RFC 1035 section 2.3.4; note: malformed */
    UDPI_OID_LONGEST = 128,         /* bytes of an object identifier; note: malformed */
    UDPI_LONGEST_PRINCIPAL = 640,   /* bytes of a name of Kerberos, as it is written; note: malformed */
};

/* --- what is remembered of earlier packets ------------------------------------------------------------------------ */

enum {
    UDPI_MOST_DATAGRAMS = 1024,         /* incomplete at the same time; note: fragments-dropped */
    UDPI_MOST_FRAGMENT_BYTES = 4 << 20, /* held for all of them; note: fragments-dropped */
    UDPI_MOST_PIECES = 64,              /* of a datagram, with gaps between them; note: fragment-refused */
    UDPI_MOST_FRAGMENT_FRAMES = 8192,   /* that are told to have carried a datagram: 65,528 bytes by 8 are 8,191;
                                           note: fragment-unlisted */
    UDPI_LONGEST_DATAGRAM = 65535,      /* bytes: RFC 791 section 3.1; note: fragment-too-long */
    UDPI_FRAGMENT_SECONDS = 60,         /* from the first fragment on: RFC 1122 section 3.3.2; note: fragment-expired */
    UDPI_EXPECTED_SLOTS = 1024,         /* endpoints that messages have announced, each at the place of its hash;
                                           note: endpoint-forgotten */
    UDPI_FLOW_SLOTS = 1024,             /* flows that may turn out to be RTP; says: "forgotten while they were watched for RTP" */
    UDPI_KNOWN_DATAGRAMS = 1024,        /* in fragments, on which a filter decides; says: "that never were whole" */
    UDPI_MOST_HELD = 1024,              /* fragments on which it has yet to decide; says: "that never were whole" */
    UDPI_MOST_HELD_BYTES = 4 << 20,     /* of these, with what would be printed of them; says: "that never were whole" */
    UDPI_PROBES_STREAMS = 256,          /* of probes, told apart; says: "are told apart" */
    UDPI_PROBES_WINDOW = 65536,         /* numbers of a stream, remembered; says: "came too late to be told" */
    UDPI_PROBES_GAPS = 4096,            /* in the numbers of a stream, remembered; says: "at least" */
};

/* --- capture files, interfaces, filters --------------------------------------------------------------------------- */

enum {
    UDPI_LONGEST_FRAME = 262144,          /* bytes of a packet: libpcap reads no longer one; option: --snapshot;
                                             says: "bigger than snaplen of"; says: "cut to" */
    UDPI_LONGEST_USBPCAP_FRAME = 1 << 20, /* the same of these link types, as libpcap has it; says: "bigger than snaplen of" */
    UDPI_LONGEST_EBHSCR_FRAME = 8 << 20,  /* says: "bigger than snaplen of" */
    UDPI_LONGEST_DBUS_FRAME = 128 << 20,  /* says: "bigger than snaplen of" */
    UDPI_PCAPNG_LONGEST_BLOCK = 16 << 20, /* bytes; says: "its length is" */
    UDPI_PCAPNG_MOST_INTERFACES = 16384,  /* of a section; says: "the section has more than" */
    UDPI_LONGEST_INTERFACE_NAME = 255,    /* bytes in a pcapng file; marks: "…" */
    UDPI_LONGEST_RECORD_NAME = 511,       /* bytes of the name of a file that -w makes; says: "no name of a file comes of it" */
    UDPI_LONGEST_FILTER = 1 << 20,        /* bytes of a file of -F; says: "-F takes a text file with a filter" */
    UDPI_MOST_NODES = 1024,               /* parts of a filter; says: "it is asked as a whole" */
    UDPI_DEEPEST_EXPRESSION = 100,        /* parentheses and negations in each other; says: "it is asked as a whole" */
    UDPI_OPTION_LIST_MOST = 16,           /* interfaces, and ports of --decode-as; says: "one too many" */
    UDPI_LONGEST_LINE = 16 << 20,         /* bytes of a line that is read; says: "the line has more than" */
    UDPI_MOST_COLUMNS = 10000,            /* of a row, from COLUMNS: the payload is cut; option: --spec; marks: "…" */
};

/* --- udpgen ------------------------------------------------------------------------------------------------------- */

enum {
    UDPI_HOST_SIZE = 256,             /* of a host's name, with its NUL: RFC 1035 has 253 characters; says: "the host is longer than" */
    UDPI_MAX_ADDRESSES = 16,          /* of a host, tried one after the other; says: "addresses were tried" */
    UDPI_PEERS_MOST = 1024,           /* senders that are counted, clients of a relay; says: "more than"; says: "had to go" */
    UDPI_TOTALS_REFUSALS = 16,        /* kinds of refusals that are told apart; says: "given back or refused by others" */
    UDPI_ROOM_DATAGRAMS = 16384,      /* that are delayed; says: "before their time" */
    UDPI_ROOM_BYTES = 64 << 20,       /* of them; says: "before their time" */
    UDPI_CRAFT_MOST_KEPT = 4096,      /* lines to go through again, or to draw from; says: "cannot be held at once" */
    UDPI_DOCUMENT_MOST = 16 << 20,    /* bytes of a document; says: "the document is larger than" */
    UDPI_MAX_SWEEPS = 16,             /* of a line; says: "a line has at most 16 sweeps" */
    UDPI_MIX_MOST = 64,               /* weights; says: "too many weights" */
    UDPI_REWRITE_MOST = 32,           /* values that --set sets; says: "values can be set" */
    UDPI_REWRITE_LONGEST = 255,       /* bytes of one of them; says: "it is too long; a value may have" */
    UDPI_FRAME_LIST_MOST = 1 << 30,   /* bytes of frames to be repeated; says: "more than 1 GiB of frames" */
};

#endif
