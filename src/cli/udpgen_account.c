#include "cli/udpgen_account.h"

#include <stdio.h>

#include "cli/output.h"
#include "cli/signals.h"
#include "cli/udpgen_faults.h"
#include "cli/udpgen_listen.h"
#include "render/json_document.h"
#include "render/probes.h"

enum udpi_status udpi_gen_account_open(struct udpi_gen_account *account, int64_t late_after, struct udpi_error *error) {
    account->probes = udpi_probes_create(late_after, udpi_clock_identify());
    if (!account->probes)
        return udpi_error_set(error, UDPI_FAILED, "no memory for the account of probes");
    if (udpi_output_open(&account->output, error) != UDPI_OK)
        udpi_probes_free(account->probes);
    return error->status;
}

void udpi_gen_account_report(struct udpi_gen_account *account, const struct udpi_gen_report *report,
                             struct udpi_error *error) {
    struct udpi_sink *output = &account->output;
    if (!report->is_json)
        udpi_probes_write_text(account->probes, output);
    else if (!udpi_json_write(report->json, false, output) || !udpi_probes_write_json(account->probes, output))
        udpi_error_set(error, UDPI_FAILED, "no memory for the report");
    udpi_sink_flush(output);
    udpi_signals_end_line();
    fprintf(stderr, "%s\n", report->totals);
    udpi_gen_print_overrun(report->counts->overrun);
    udpi_gen_print_faults(report->faults, &report->counts->faults);
}

enum udpi_status udpi_gen_account_close(struct udpi_gen_account *account, struct udpi_error *error) {
    udpi_output_finish(&account->output, error);
    udpi_probes_free(account->probes);
    return error->status;
}
