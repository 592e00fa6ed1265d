package io.autorec.bench.load;

import com.google.protobuf.Empty;
import com.google.protobuf.MessageLite;
import io.autorec.inference.GRPCInferenceServiceGrpc;
import io.autorec.inference.ModelInferRequest;
import io.autorec.inference.ModelInferResponse;
import io.autorec.inference.ModelStreamInferResponse;
import io.autorec.v1.AutoRecServiceGrpc;
import io.autorec.v1.PredictRequest;
import io.autorec.v1.PredictResponse;
import io.autorec.v1.PredictStreamResponse;
import io.autorec.v1.RecommendRequest;
import io.autorec.v1.RecommendResponse;
import io.autorec.v1.RecommendStreamResponse;
import io.autorec.v1.StreamError;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import java.util.function.Function;

/**
 * One question, asked by calls of its own or by many in a stream.
 *
 * @param <Q> the request
 * @param <A> its answer
 * @param <M> what holds an answer in a stream
 * @param unary a call for each request
 * @param stream a call for many
 * @param wrap makes a message of a stream
 * @param answer of a message; one without fields where it has none
 * @param error of a message; one without fields where it has none
 */
public record Methods<Q extends MessageLite, A extends MessageLite, M>(
    MethodDescriptor<Q, A> unary,
    MethodDescriptor<Q, M> stream,
    Function<A, M> wrap,
    Function<M, A> answer,
    Function<M, StreamError> error) {
  private static final StreamError NO_ERROR = StreamError.getDefaultInstance();

  static final Methods<RecommendRequest, RecommendResponse, RecommendStreamResponse> RECOMMEND =
      new Methods<>(
          AutoRecServiceGrpc.getRecommendMethod(),
          AutoRecServiceGrpc.getRecommendStreamMethod(),
          answer -> RecommendStreamResponse.newBuilder().setResponse(answer).build(),
          RecommendStreamResponse::getResponse,
          RecommendStreamResponse::getError);

  static final Methods<PredictRequest, PredictResponse, PredictStreamResponse> PREDICT =
      new Methods<>(
          AutoRecServiceGrpc.getPredictMethod(),
          AutoRecServiceGrpc.getPredictStreamMethod(),
          answer -> PredictStreamResponse.newBuilder().setResponse(answer).build(),
          PredictStreamResponse::getResponse,
          PredictStreamResponse::getError);

  static final Methods<ModelInferRequest, ModelInferResponse, ModelStreamInferResponse> INFER =
      new Methods<>(
          GRPCInferenceServiceGrpc.getModelInferMethod(),
          GRPCInferenceServiceGrpc.getModelStreamInferMethod(),
          answer -> ModelStreamInferResponse.newBuilder().setInferResponse(answer).build(),
          ModelStreamInferResponse::getInferResponse,
          message ->
              message.getErrorMessage().isEmpty()
                  ? NO_ERROR
                  : StreamError.newBuilder()
                      .setCode(Status.Code.UNKNOWN.value())
                      .setMessage(message.getErrorMessage())
                      .build());

  /**
   * A method of any service, whose messages are read as fields without names. It has no stream.
   *
   * @param name {@code package.Service/Method}
   */
  static Methods<Empty, Empty, Empty> named(String name) {
    MethodDescriptor<Empty, Empty> method =
        MethodDescriptor.<Empty, Empty>newBuilder()
            .setType(MethodType.UNARY)
            .setFullMethodName(name)
            .setRequestMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
            .setResponseMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
            .build();
    return new Methods<>(method, method, answer -> answer, answer -> answer, answer -> NO_ERROR);
  }
}
