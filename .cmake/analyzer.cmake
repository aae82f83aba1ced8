# What gcc 12's static analyzer sees wrongly (cmake --preset analyzer), file by file.

function(leave_out warning)
  set_property(SOURCE ${ARGN} APPEND PROPERTY COMPILE_OPTIONS -Wno-analyzer-${warning})
endfunction()

# Two numbers in one register are taken for numbers of one bit.
leave_out(shift-count-overflow src/core/checksum.c)

# What has been found or counted before is not NULL: bytes of a size, a carrier, a place for control data, clients in all places.
leave_out(null-dereference src/protocols/fragment.c src/render/explain_envelope.c src/socket/departures.c src/socket/relay.c)

# udpi_error_set() never gives UDPI_OK: what follows a success has its memory.
leave_out(possible-null-dereference src/socket/flood.c)

# Only a node with children is without a text until they are joined.
leave_out(null-argument src/select/join.c)

# A copy of the structure goes into an array, and with it the name.
leave_out(malloc-leak src/record/pcapng_file.c)

# There is a closer for every depth that has been opened.
leave_out(use-of-uninitialized-value src/render/json_values.c)
