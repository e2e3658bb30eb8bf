package dev.multiarch.record.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.multiarch.Commands;
import dev.multiarch.Transcript;
import dev.multiarch.it.Stack;
import dev.multiarch.registry.Received;
import dev.multiarch.registry.TlsFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Google's application-default credentials, each kind, and none; and what a refusal says to an account that is known. */
class GoogleCredentialsIT {
    private static final String KEY = "projects/p1/locations/eu/keyRings/r1/cryptoKeys/k1";
    private static final String SETTINGS = "?kms-key=" + KEY + "&user-project=billed-1";

    @TempDir
    Path folder;

    @RegisterExtension
    final Commands commands = new Commands();

    private GoogleStandIn google;

    @BeforeEach
    void start() throws Exception {
        Stack.require();
        google = new GoogleStandIn(folder);
    }

    @AfterEach
    void close() throws Exception {
        if (google != null) {
            google.close();
        }
    }

    /** With no credentials but those that a test gives. */
    private Transcript store(Commands with, String doing, String... places) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(google.options());
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), StoreMain.class.getName(), doing));
        words.addAll(List.of(places));
        Transcript transcript = with.program(words.toArray(String[]::new));
        assertThat(transcript).exitCode(0);
        return transcript;
    }

    private Commands without() {
        return commands.with("STORAGE_EMULATOR_HOST", "")
                .with("GOOGLE_APPLICATION_CREDENTIALS", "")
                .with("CLOUDSDK_CONFIG", folder.toString())
                .with("NO_GCE_CHECK", "true");
    }

    private Commands file(String json) throws IOException {
        Path file = Files.writeString(folder.resolve("credentials.json"), json.replace('\'', '"'));
        return without().with("GOOGLE_APPLICATION_CREDENTIALS", file.toString());
    }

    private Commands serviceAccount() throws Exception {
        var key = TlsFixture.make(folder, "-keyalg", "RSA");
        return file("{'type': 'service_account', 'project_id': 'p', 'private_key_id': 'k', 'client_id': '1',"
                + " 'client_email': 'records@p.iam.gserviceaccount.com',"
                + " 'token_uri': 'https://oauth2.googleapis.com/token',"
                + " 'private_key': '" + key.keyPem().replace("\n", "\\n") + "'}");
    }

    private String only(String server, String header) {
        List<Received> all = google.received(server);
        assertThat(all).hasSize(1);
        return all.get(0).header(header).orElse("none");
    }

    @Test
    void theKeyOfAServiceAccount() throws Exception {
        assertThat(store(serviceAccount(), "put", "gs://b1b")).stdoutIs("put true\n");
        assertThat(google.received("oauth2"))
                .singleElement()
                .satisfies(request -> assertThat(request.body()).contains("assertion=", "jwt-bearer"));
        assertThat(only("storage", "authorization")).isEqualTo("Bearer of-the-key");
    }

    /** As google-github-actions/auth writes it in a job that may ask for an id token. */
    @Test
    void aWorkloadIdentity() throws Exception {
        Commands identity = file("{'type': 'external_account',"
                + " 'audience': '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/ci/providers/github',"
                + " 'subject_token_type': 'urn:ietf:params:oauth:token-type:jwt',"
                + " 'token_url': 'https://sts.googleapis.com/v1/token',"
                + " 'service_account_impersonation_url': 'https://iamcredentials.googleapis.com/v1/projects/-/"
                + "serviceAccounts/records@p.iam.gserviceaccount.com:generateAccessToken',"
                + " 'credential_source': {'url': 'http://" + google.machineHost() + "/github-token?audience=x',"
                + " 'headers': {'Authorization': 'Bearer of-the-job'},"
                + " 'format': {'type': 'json', 'subject_token_field_name': 'value'}}}");
        assertThat(store(identity, "put", "gs://b1b")).stdoutIs("put true\n");
        assertThat(google.received("sts"))
                .singleElement()
                .satisfies(request -> assertThat(request.body())
                        .contains("subject_token=says-who-the-job-is", "workloadIdentityPools"));
        assertThat(only("iamcredentials", "authorization")).isEqualTo("Bearer federated");
        assertThat(only("storage", "authorization")).isEqualTo("Bearer impersonated");
    }

    @Test
    void theLoginOfGcloud() throws Exception {
        Files.writeString(
                folder.resolve("application_default_credentials.json"),
                "{'type': 'authorized_user', 'client_id': 'c', 'client_secret': 's', 'refresh_token': 'r'}"
                        .replace('\'', '"'));
        assertThat(store(without(), "put", "gs://b1b")).stdoutIs("put true\n");
        assertThat(google.received("oauth2"))
                .singleElement()
                .satisfies(request -> assertThat(request.body()).contains("refresh_token=r"));
        assertThat(only("storage", "authorization")).isEqualTo("Bearer of-the-key");
    }

    /** Of Compute Engine; a pod of GKE with a workload identity asks the same server. */
    @Test
    void theAccountOfTheMachine() {
        Commands machine = without().with("NO_GCE_CHECK", "").with("GCE_METADATA_HOST", google.machineHost());
        assertThat(store(machine, "put", "gs://b1b")).stdoutIs("put true\n");
        assertThat(only("storage", "authorization")).isEqualTo("Bearer of-the-machine");
    }

    @Test
    void withoutAnyAPublicBucketIsReadAndAWriteSaysWhatIsMissing() {
        assertThat(store(without(), "get", "gs://b1b")).stdoutIs("get true\n");
        assertThat(only("storage", "authorization")).isEqualTo("none");
        google.refuse("b1b", 401, "Anonymous caller does not have storage.objects.create access.");
        assertThat(store(without(), "put", "gs://b1b"))
                .stdoutContains(
                        "gs://b1b: writing p/a/1.json: 401 \"",
                        "(1 attempt). Fix: give credentials that have storage.objects.create there, as no"
                                + " application-default credentials were found: google-github-actions/auth, or gcloud"
                                + " auth application-default login\n");
    }

    @Test
    void credentialsThatCannotBeUsedAreSaidAndNotShown() throws Exception {
        Commands missing = without().with("GOOGLE_APPLICATION_CREDENTIALS", "no-such-file.json");
        assertThat(store(missing, "put", "gs://b1b"))
                .stdoutContains("gs://b1b: the credentials that GOOGLE_APPLICATION_CREDENTIALS names can't be used: ");
        assertThat(store(file("{'type': 'service_account', 'private_key': 'hunter2'}"), "put", "gs://b1b"))
                .stdoutContains("GOOGLE_APPLICATION_CREDENTIALS names can't be used: ")
                .stdoutDoesNotContain("hunter2");
        google.refuseTokens();
        assertThat(store(serviceAccount(), "put", "gs://b1b"))
                .stdoutContains("gs://b1b: writing p/a/1.json: ", "invalid_grant", "Fix: ", "credentials")
                .stdoutDoesNotContain("PRIVATE KEY");
        assertThat(google.received("storage")).isEmpty();
    }

    /** Answers of the service, some as its users report them, others shortened or made up, and what we say after "Fix: ". */
    private static final String REFUSALS = """
            SETTINGS|403|Permission denied on Cloud KMS key. Please ensure that your service account may use it.
            let the service agent of gs://BUCKET's project use the key KEY (cloudkms.cryptoKeyVersions.useToEncrypt): gcloud storage service-agent --authorize-cmek=KEY
            |403|Permission 'cloudkms.cryptoKeyVersions.useToEncrypt' denied on resource.
            let the service agent of gs://BUCKET's project use the key of the bucket (cloudkms.cryptoKeyVersions.useToEncrypt): gcloud storage service-agent --authorize-cmek=NONE
            SETTINGS|400|Cloud KMS key is disabled.
            check that the key KEY is enabled, and in the same location as gs://BUCKET
            SETTINGS|403|a@b does not have serviceusage.services.use access to the Google Cloud project.
            grant serviceusage.services.use on the project billed-1, which pays for the requests, to this account (roles/serviceusage.serviceUsageConsumer)
            SETTINGS|400|User project specified in the request is invalid.
            check user-project=billed-1: it has to be the id of a project
            |400|Bucket is requester pays bucket but no user project provided.
            name the project that pays for the requests: gs://BUCKET/x?user-project=PROJECT
            |403|a@b does not have storage.objects.create access to the Google Cloud Storage object.
            grant storage.objects.create on gs://BUCKET to this account (roles/storage.objectCreator)
            """;

    @Test
    void aRefusalNamesBucketObjectAndWhatIsMissing() throws Exception {
        List<String> places = new ArrayList<>();
        var expected = new StringBuilder();
        String[] lines = REFUSALS.split("\n");
        for (int i = 0; i < lines.length; i += 2) {
            String[] refusal = lines[i].split("\\|");
            String bucket = "bucket-" + i;
            google.refuse(bucket, Integer.parseInt(refusal[1]), refusal[2]);
            places.add("gs://" + bucket + "/x" + refusal[0].replace("SETTINGS", SETTINGS));
            expected.append("gs://" + bucket + ": writing x/p/a/1.json: " + refusal[1] + " \"" + refusal[2]
                    + "\" (1 attempt). Fix: " + lines[i + 1].replace("BUCKET", bucket) + "\n");
        }
        assertThat(store(serviceAccount(), "put", places.toArray(String[]::new)))
                .stdoutIs(expected.toString().replace("KEY", KEY).replace("NONE", "KEY"));

        google.refuse("b1b", 403, "Permission denied on Cloud KMS key.");
        assertThat(store(serviceAccount(), "get", "gs://b1b/x" + SETTINGS))
                .stdoutContains(
                        "gs://b1b: reading x/p/a/1.json: 403", KEY + " (cloudkms.cryptoKeyVersions.useToDecrypt)");
    }
}
